import { setMaxListeners } from "node:events";
import type { Interrupting } from "../engine/children";

/** How a user's Ctrl-C, or a signal, reaches a command. */
export interface Interruption extends Interrupting {
  /** Waits for something while nothing is under way: then there is nothing to say of that. */
  idle<Result>(wait: () => Promise<Result>): Promise<Result>;
}

const STOPPING =
  "Interrupted: nothing else is begun, and what is under way comes to its end. Interrupt again to drop it.";

/**
 * `npx`, `timeout` and others pass on what their child has been sent as well: what comes within this time of the first
 * signal is the same interruption, in milliseconds.
 */
const SAME_WITHIN_MS = 1000;

/** Listens to signals. What is under way is waited for: it ends in good order, unless the user interrupts again. */
export function listenForInterruption(say: (message: string) => void): Interruption {
  const stopping = new AbortController();
  const dropping = new AbortController();
  // Everything that is under way listens, and there may be much of it.
  setMaxListeners(0, stopping.signal, dropping.signal);
  let firstAt: number | undefined;
  let isIdle = false;
  const stop = () => {
    firstAt ??= performance.now();
    if (performance.now() - firstAt > SAME_WITHIN_MS) dropping.abort();
    if (!stopping.signal.aborted && !isIdle) say(STOPPING);
    stopping.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  return {
    stopping: stopping.signal,
    dropping: dropping.signal,
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
