/** The user has interrupted this tool, and whatever failed after that was interrupted too. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("Interrupted: what was not begun is not done. The same command, run again, brings all to its end.");
  }
}

/** Does some work; where it fails after the user has interrupted this tool, that is the reason. */
export async function interruptible<Result>(
  stopping: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw stopping.aborted ? new Interrupted() : error;
  }
}
