import type { Change, ConnectionReport, StackReport } from "../schema";
import { hasFailed, isNoteworthy } from "../words";

/** What a colour stands for; the words beside it always say the same. */
export type Tone = "good" | "warn" | "bad" | "info" | "violet" | "plain";

const TONES: Readonly<Record<Change, Tone>> = {
  none: "plain",
  create: "good",
  adopt: "info",
  rename: "info",
  update: "warn",
  replace: "violet",
  delete: "bad",
  drifted: "warn",
  gone: "bad",
};

/** The tone of what became of a connection. */
export function toneOf(connection: ConnectionReport): Tone {
  return hasFailed(connection) ? "bad" : TONES[connection.change];
}

/** The tone of a stack's result. */
export function toneOfStack({ connections, errors }: StackReport): Tone {
  if (errors.length > 0 || connections.some(hasFailed)) return "bad";
  return connections.some(isNoteworthy) ? "warn" : "good";
}
