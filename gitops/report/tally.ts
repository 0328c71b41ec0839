import { wasInterrupted } from "./interruption";
import type { ConnectionReport, StackReport } from "./schema";
import { count, endedAfterAll, hasFailed, isNoteworthy } from "./words";

/** How many connections failed, differ without having failed, and neither. */
export function tally(connections: readonly ConnectionReport[]) {
  const failed = connections.filter(hasFailed).length;
  const differing = connections.filter((each) => isNoteworthy(each) && !hasFailed(each)).length;
  return { failed, differing, unchanged: connections.length - failed - differing };
}

/** A stack's result in a few words: "failed, 2 differing, 12 unchanged". */
export function describeStack(stack: StackReport): string {
  const { failed, differing, unchanged } = tally(stack.connections);
  const parts = [
    ...(stack.errors.length > 0 ? [describeEnd(stack)] : []),
    ...(failed > 0 ? [`${count(failed, "connection")} failed`] : []),
    ...(differing > 0 ? [`${differing} differing`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ];
  return parts.join(", ") || "no connections";
}

function describeEnd(stack: StackReport): string {
  if (wasInterrupted(stack)) return "interrupted";
  return endedAfterAll(stack) ? "done, then an error" : "failed";
}
