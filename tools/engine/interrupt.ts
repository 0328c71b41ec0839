import { constants } from "node:os";
import { EngineInterrupted } from "./types";

const stopping = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` so that Ctrl-C and the other stopping signals abort it instead of ending the process at once:
 * children are stopped and files removed first, then the promise rejects with {@link EngineInterrupted}.
 * Further signals change nothing meanwhile; npm passes on the Ctrl-C that the terminal has already delivered.
 */
export async function interruptible<T>(
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    controller.abort(new EngineInterrupted(128 + constants.signals[name]));
  };
  const signal = outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]);
  for (const name of stopping) process.on(name, onSignal);
  try {
    return await work(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    for (const name of stopping) process.off(name, onSignal);
  }
}
