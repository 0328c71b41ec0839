import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { isObject } from "../../provider/core/values";

/** How the user interrupts what is under way. */
export interface Interrupting {
  /** Fires at the first interruption: nothing new is to be begun. */
  readonly stopping: AbortSignal;
  /** Fires at the second: what is under way is to be dropped. */
  readonly dropping: AbortSignal;
}

/** The channel on which Node tells of each process, before it is started. */
const STARTS = "child_process";

/**
 * Whether a command may get a process group of its own. Windows gives Ctrl-C to all that runs in a console, and can
 * send it to nobody else.
 */
export const HAS_GROUPS = process.platform !== "win32";

/**
 * Starts a command that each interruption reaches once, from here: a second one makes `pulumi` drop what is under way.
 * Ctrl-C on a terminal, `timeout` and many a runner signal a whole process group, so the command gets one of its own.
 */
export function interruptedOnce<Result>(
  { stopping, dropping }: Interrupting,
  start: () => Promise<Result>,
): Promise<Result> {
  if (!HAS_GROUPS) return start();
  const { result, child } = started(start, detach);
  const interrupt = () => child?.kill("SIGINT");
  for (const signal of [stopping, dropping]) {
    signal.addEventListener("abort", interrupt);
    child?.once("exit", () => signal.removeEventListener("abort", interrupt));
  }
  return result;
}

/**
 * Starts something, and tells by which process. The SDK keeps what it starts to itself; Node tells who asks.
 *
 * @param prepare is given the process before it is started.
 */
export function started<Result>(
  start: () => Result,
  prepare: (child: ChildProcess) => void = () => {},
): { result: Result; child: ChildProcess | undefined } {
  let child: ChildProcess | undefined;
  const listen = (message: unknown) => {
    if (child || !isObject(message) || !(message.process instanceof ChildProcess)) return;
    child = message.process;
    prepare(child);
  };
  subscribe(STARTS, listen);
  try {
    return { result: start(), child };
  } finally {
    unsubscribe(STARTS, listen);
  }
}

/** The SDK takes no options for what it starts. */
function detach(child: ChildProcess): void {
  if (!("spawn" in child) || typeof child.spawn !== "function") return;
  const spawn: (options: object) => unknown = child.spawn.bind(child);
  Object.defineProperty(child, "spawn", {
    value: (options: object) => spawn({ ...options, detached: true }),
  });
}
