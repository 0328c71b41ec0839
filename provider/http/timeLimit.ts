import { AsyncLocalStorage } from "node:async_hooks";
import { spanInFull } from "../text/span";
import { cancelled, NetworkError } from "./errors";

/** What a host may limit the time of. */
export type Operation = "create" | "read" | "update" | "delete";

const NOUNS: Readonly<Record<Operation, string>> = {
  create: "creation",
  read: "reading",
  update: "update",
  delete: "deletion",
};

/** The longest time of a timer, in milliseconds: 24 days. A longer one would go off at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Why an operation's signal has fired. */
class TimeUp {
  constructor(
    private readonly operation: Operation,
    private readonly ms: number,
  ) {}

  get text(): string {
    return `The ${NOUNS[this.operation]} was stopped after ${spanInFull(this.ms)}, its timeout (customTimeouts.${this.operation})`;
  }
}

const ADVICE = "Run the same command again; if that needs longer, raise the timeout.";

/** The limit of the operation that is under way; fires when its time is up. */
const current = new AsyncLocalStorage<AbortSignal | undefined>();

/** Runs an operation within its time, in milliseconds. `undefined`: it may take as long as it wants. */
export async function withinTime<T>(
  operation: Operation,
  timeoutMs: number | undefined,
  run: () => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return run();
  const controller = new AbortController();
  const up = () => controller.abort(new TimeUp(operation, timeoutMs));
  const timer = setTimeout(up, Math.min(timeoutMs, MAX_TIMER_MS));
  try {
    return await current.run(controller.signal, run);
  } finally {
    clearTimeout(timer);
  }
}

/** Fires when the time of the operation under way is up; `undefined`: it has no limit. */
export function timeLimit(): AbortSignal | undefined {
  return current.getStore();
}

/** Fires when the operation under way is to wait no longer: the user has cancelled, or its time is up. */
export function endOfWaiting(userCancels: AbortSignal | undefined): AbortSignal | undefined {
  const limit = timeLimit();
  return limit && userCancels ? AbortSignal.any([limit, userCancels]) : (limit ?? userCancels);
}

/**
 * Waits for what other operations wait for too. It is no operation's own: it goes on when the time of one is up, which
 * alone stops waiting.
 *
 * @param doing what is said of the wait: `while the list was waited for`.
 * @throws NetworkError when the time is up.
 */
export async function sharedWait<T>(doing: string, begin: () => Promise<T>): Promise<T> {
  const limit = timeLimit();
  if (limit === undefined) return begin();
  const timeUp = () => new NetworkError("cancelled", `${endWords(limit)} ${doing}. ${ADVICE}`, false);
  if (limit.aborted) throw timeUp();
  const work = current.run(undefined, begin);
  return new Promise((resolve, reject) => {
    limit.addEventListener("abort", () => reject(timeUp()), { once: true });
    work.then(resolve, reject);
  });
}

/** The beginning of a sentence on what a wait has come to: `Cancelled`. */
export function endWords(end: AbortSignal | undefined): string {
  return end?.reason instanceof TimeUp ? `${end.reason.text},` : "Cancelled";
}

/**
 * The error of a call that is not waited for any longer.
 *
 * @param end what has fired.
 * @param what is known of the call.
 */
export function stopped(
  end: AbortSignal | undefined,
  host: string,
  what: string,
  inDoubt = false,
): NetworkError {
  if (!(end?.reason instanceof TimeUp)) return cancelled(host, what);
  const message = `${end.reason.text}: ${host} is not waited for any longer (${what}). ${ADVICE}`;
  return new NetworkError("cancelled", message, inDoubt);
}
