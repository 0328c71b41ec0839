/** What came of one attempt: a status, or no answer at all. */
export type Outcome =
  | { readonly status: number; readonly retryAfterMs?: number }
  | { readonly status: undefined };

/** The most attempts made for one call. */
export const MOST_ATTEMPTS = 4;

/** The longest `Retry-After` that is waited for, in milliseconds; a longer one is the user's to decide about. */
export const LONGEST_WAIT_MS = 30_000;

const FIRST_WAIT_MS = 250;
const PASSING_FAULTS = new Set([500, 502, 503, 504]);

/**
 * How long to wait before the next attempt, in milliseconds; `undefined`: do not try again.
 *
 * A call that is not repeatable is tried again only after 429, which says that nothing was done. The service's
 * `Retry-After` wins over the backoff, which is exponential with full jitter.
 *
 * @param attempt how many attempts were made so far, from 1.
 * @param repeatable whether repeating the call is harmless: by its method, or by an idempotency key.
 * @param random a number from 0 to 1, for the jitter.
 */
export function retryDelayMs(
  attempt: number,
  repeatable: boolean,
  outcome: Outcome,
  random: number,
): number | undefined {
  if (attempt >= MOST_ATTEMPTS || !isWorthAnother(repeatable, outcome)) return undefined;
  const hint = outcome.status === undefined ? undefined : outcome.retryAfterMs;
  if (hint === undefined) return random * FIRST_WAIT_MS * 2 ** (attempt - 1);
  return hint <= LONGEST_WAIT_MS ? hint : undefined;
}

function isWorthAnother(repeatable: boolean, outcome: Outcome): boolean {
  if (outcome.status === 429) return true;
  return repeatable && (outcome.status === undefined || PASSING_FAULTS.has(outcome.status));
}

/** Reads `Retry-After`: seconds or an HTTP date, as milliseconds from `nowMs`; `undefined` when absent or unreadable. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
