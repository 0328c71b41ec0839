import type { Change, ConnectionReport } from "./schema";

/** How a change is told: by a sign, as something to come and as something done. */
interface Words {
  readonly symbol: string;
  readonly planned: string;
  readonly done: string;
}

/** The words for every change. */
export const CHANGE_WORDS: Readonly<Record<Change, Words>> = {
  none: { symbol: "=", planned: "unchanged", done: "unchanged" },
  create: { symbol: "+", planned: "to create", done: "created" },
  adopt: { symbol: "→", planned: "to take over", done: "taken over" },
  update: { symbol: "~", planned: "to change", done: "changed" },
  replace: { symbol: "±", planned: "to replace", done: "replaced" },
  delete: { symbol: "-", planned: "to delete", done: "deleted" },
  drifted: { symbol: "≠", planned: "drifted", done: "drifted" },
  gone: { symbol: "✗", planned: "gone", done: "gone" },
};

/** What became of a connection, or what is to become of it: "to create", "created", "to create: failed". */
export function stateOf(connection: ConnectionReport): string {
  const words = CHANGE_WORDS[connection.change];
  if (hasFailed(connection)) return connection.change === "none" ? "failed" : `${words.planned}: failed`;
  if (connection.outcome === "skipped") return `${words.planned}: not tried`;
  return connection.outcome === "done" ? words.done : words.planned;
}

/** The sign of a connection's change; one that failed without a change has a sign of its own. */
export function symbolOf(connection: ConnectionReport): string {
  const failedUnchanged = connection.change === "none" && hasFailed(connection);
  return failedUnchanged ? "!" : CHANGE_WORDS[connection.change].symbol;
}

/** Whether something went wrong with a connection. */
export function hasFailed(connection: ConnectionReport): boolean {
  return connection.outcome === "failed" || connection.error !== undefined;
}

/** Whether a reader has to look at a connection: something differs or went wrong. */
export function isNoteworthy(connection: ConnectionReport): boolean {
  return connection.change !== "none" || hasFailed(connection);
}

/** A number and its noun: "1 stack", "2 stacks". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
