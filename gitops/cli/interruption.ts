import { setMaxListeners } from "node:events";

/** How a user's Ctrl-C, or a signal, reaches a command. */
export interface Interruption {
  /** Nothing new is to be begun. */
  readonly stopping: AbortSignal;
  /** What is under way is to be interrupted from here. */
  readonly forward: AbortSignal;
  /** Waits for something while nothing is under way: then there is nothing to say of that. */
  idle<Result>(wait: () => Promise<Result>): Promise<Result>;
}

const STOPPING = "Interrupted: nothing else is begun, and what is under way comes to its end.";

/**
 * Listens to signals. What is under way is waited for: it ends by itself, in good order. On a terminal Ctrl-C reaches
 * `pulumi` too; a second one from here would make it drop everything.
 */
export function listenForInterruption(say: (message: string) => void): Interruption {
  const stopping = new AbortController();
  const forward = new AbortController();
  // Everything that is under way listens, and there may be much of it.
  setMaxListeners(0, stopping.signal, forward.signal);
  // A pipe may feed stdin, or take the output, and the keyboard interrupts all the same.
  const isAtTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  let isIdle = false;
  const stop = (signal: NodeJS.Signals) => {
    if (!stopping.signal.aborted && !isIdle)
      say(isAtTerminal ? `${STOPPING} Ctrl-C again drops it.` : STOPPING);
    stopping.abort();
    if (signal !== "SIGINT" || !isAtTerminal) forward.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  return {
    stopping: stopping.signal,
    forward: forward.signal,
    async idle(wait) {
      isIdle = true;
      try {
        return await wait();
      } finally {
        isIdle = false;
      }
    },
  };
}
