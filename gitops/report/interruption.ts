import type { StackReport } from "./schema";

/** What is said of work that an interruption has ended, or kept from being begun. */
export const INTERRUPTED =
  "Interrupted: what was not begun is not done. The same command, run again, brings all to its end.";

/** Whether nothing went wrong with a stack as a whole but that the user has interrupted it. */
export function wasInterrupted({ errors }: StackReport): boolean {
  return errors.length > 0 && errors.every((error) => error === INTERRUPTED);
}
