/** How a user's Ctrl-C, or a signal, reaches a command. */
export interface Interruption {
  /** Nothing new is to be begun. */
  readonly stopping: AbortSignal;
  /** What is under way is to be interrupted from here. */
  readonly forward: AbortSignal;
}

/**
 * Listens to signals. What is under way is waited for: it ends by itself, in good order. On a terminal Ctrl-C reaches
 * `pulumi` too; a second one from here would make it drop everything.
 */
export function listenForInterruption(say: (message: string) => void): Interruption {
  const stopping = new AbortController();
  const forward = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (!stopping.signal.aborted)
      say("Interrupted: what is under way comes to its end, nothing else is begun.");
    stopping.abort();
    if (signal !== "SIGINT" || !process.stdin.isTTY) forward.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  return { stopping: stopping.signal, forward: forward.signal };
}
