import type { Change, ConnectionReport, StackReport } from "./schema";

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
  rename: { symbol: "»", planned: "to rename", done: "renamed" },
  update: { symbol: "~", planned: "to change", done: "changed" },
  replace: { symbol: "±", planned: "to replace", done: "replaced" },
  delete: { symbol: "-", planned: "to delete", done: "deleted" },
  drifted: { symbol: "≠", planned: "drifted", done: "drifted" },
  gone: { symbol: "✗", planned: "gone", done: "gone" },
};

/** What became of a connection, or what is to become of it: "to create", "created", "to create: failed". */
export function stateOf(connection: ConnectionReport): string {
  const words = CHANGE_WORDS[connection.change];
  if (erredAfterwards(connection)) return `${words.done}, then an error`;
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

/** Whether a connection's change was done, and something went wrong only then. */
export function erredAfterwards({ change, outcome, error }: ConnectionReport): boolean {
  return change !== "none" && outcome === "done" && error !== undefined;
}

/** Whether every change of a stack was done, so that an error of the stack undid or prevented none. */
export function endedAfterAll({ connections }: StackReport): boolean {
  const changed = connections.filter(({ change }) => change !== "none");
  return changed.length > 0 && changed.every(({ outcome }) => outcome === "done");
}

/** Whether a reader has to look at a connection: something differs or went wrong. */
export function isNoteworthy(connection: ConnectionReport): boolean {
  return connection.change !== "none" || hasFailed(connection);
}

/** Whether nothing else is said of a stack, so that it is said that it has no connections. */
export function saysNothing({ connections, errors, notes }: StackReport): boolean {
  return connections.length + errors.length + notes.length === 0;
}

/** A number and its noun: "1 stack", "2 stacks". */
export function count(number: number, noun: string, several = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : several}`;
}
