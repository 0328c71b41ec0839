/** What an answer's headers say of the service's rate limit. */
export interface Allowance {
  /** The requests allowed in a window of time; `undefined` when not told. */
  readonly limit: number | undefined;
  /** The requests that this window still allows. */
  readonly remaining: number;
  /** When the window ends, in Unix seconds by the service's clock; tells one window from another. */
  readonly reset: number;
  /** How long that is from the answer, in milliseconds. */
  readonly resetsInMs: number;
}

/** A window of time in which the service allows a number of requests. */
export interface Window {
  readonly reset: number;
  /** When it ends, by this process's clock. */
  readonly resetsAt: number;
  readonly remaining: number;
  readonly limit: number | undefined;
}

/** Nothing that lasts longer, in milliseconds, is believed of a rate limit: it would be a mistake. */
export const MAX_WINDOW_MS = 3_600_000;

/** Looks one header of an answer up; `undefined` when it is not there. */
export type Header = (name: string) => string | undefined;

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset`. `undefined` when they are missing or cannot be meant:
 * no whole numbers, a window that is over, or one of more than an hour.
 *
 * @param serverNowMs the time by the service's clock, in Unix milliseconds.
 */
export function readAllowance(header: Header, serverNowMs: number): Allowance | undefined {
  const remaining = wholeNumber(header("x-ratelimit-remaining"));
  const reset = wholeNumber(header("x-ratelimit-reset"));
  if (remaining === undefined || reset === undefined) return undefined;
  const resetsInMs = reset * 1000 - serverNowMs;
  if (resetsInMs <= 0 || resetsInMs > MAX_WINDOW_MS) return undefined;
  return { limit: wholeNumber(header("x-ratelimit-limit")), remaining, reset, resetsInMs };
}

function wholeNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value.trim()) ? Number(value) : undefined;
}

/** The time of an answer by the service's own clock, in Unix milliseconds; without one, this machine's. */
export function serverTime(header: Header, nowMs: number): number {
  const date = Date.parse(header("date") ?? "");
  return Number.isNaN(date) ? nowMs : date;
}

/**
 * What is known of the rate limit after an answer. Answers overtake each other: of one window the lowest number
 * counts, and an earlier window tells nothing any more.
 *
 * @param now the time by this process's clock, in milliseconds.
 */
export function learn(
  known: Window | undefined,
  said: Allowance | undefined,
  now: number,
): Window | undefined {
  // The service has counted the request all the same.
  if (said === undefined) return known && { ...known, remaining: Math.max(0, known.remaining - 1) };
  const { limit, remaining, reset } = said;
  if (known === undefined || known.resetsAt <= now || reset > known.reset)
    return { reset, resetsAt: now + said.resetsInMs, remaining, limit };
  if (reset < known.reset) return known;
  return { ...known, limit, remaining: Math.min(known.remaining, remaining) };
}

/**
 * How many requests may be under way; those under way now may or may not be among the counted ones. Once a window
 * is over, the next allows as many as it did, and at least one to find out.
 */
export function allowedNow(window: Window | undefined, now: number): number {
  if (window === undefined) return Number.POSITIVE_INFINITY;
  if (now < window.resetsAt) return window.remaining;
  return Math.max(1, window.limit ?? Number.POSITIVE_INFINITY);
}
