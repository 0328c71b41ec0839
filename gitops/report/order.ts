import type { StackReport } from "./schema";
import { hasFailed, isNoteworthy } from "./words";

/** The stacks in the order in which a reader needs them: what failed, what differs, the rest. */
export function mostUrgentFirst(stacks: readonly StackReport[]): StackReport[] {
  return [...stacks].sort((one, other) => urgency(other) - urgency(one));
}

function urgency({ connections, errors }: StackReport): number {
  if (errors.length > 0 || connections.some(hasFailed)) return 2;
  return connections.some(isNoteworthy) ? 1 : 0;
}
