import { setTimeout as sleep } from "node:timers/promises";
import { INTERRUPTED } from "../report/interruption";

/** The user has interrupted this tool, and whatever failed after that was interrupted too. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super(INTERRUPTED);
  }
}

/**
 * Ctrl-C on a terminal reaches the commands that this tool has started, too; the end of one may be noticed before the
 * signal is. For so long, in milliseconds, a failure waits for it.
 */
const NOTICED_WITHIN_MS = 100;

/** Does some work; where it fails and the user has interrupted this tool, that is the reason. */
export async function interruptible<Result>(
  stopping: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!stopping.aborted) await sleep(NOTICED_WITHIN_MS);
    throw stopping.aborted ? new Interrupted() : error;
  }
}
