import type { NetworkCause } from "./errors";

/** What came of one attempt: a status, or the reason why there is none. */
export type Outcome =
  | { readonly status: number; readonly retryAfterMs?: number }
  | { readonly status: undefined; readonly reason: NetworkCause };

/** One attempt of a call, and what it may still cost. */
export interface Attempt {
  /** How many attempts were made so far, from 1. */
  readonly attempt: number;
  /** Whether repeating the call is harmless: by its method, or by an idempotency key. */
  readonly repeatable: boolean;
  readonly outcome: Outcome;
  /** What is left of the call's time, in milliseconds. */
  readonly budgetMs: number;
  /** The longest wait after the first attempt, in milliseconds, where the service asks for none. */
  readonly backoffMs: number;
  /** From 0 to 1, for the jitter. */
  readonly random: number;
}

/** The most attempts made for one call. */
export const MAX_ATTEMPTS = 4;

const PASSING_STATUSES = new Set([500, 502, 503, 504]);
const PASSING_REASONS: ReadonlySet<NetworkCause> = new Set([
  "dns",
  "refused",
  "proxy",
  "timeout",
  "dropped",
  "corrupt",
  "not-http",
]);

/**
 * How long to wait before the next attempt, in milliseconds; `undefined`: do not try again.
 *
 * A call that is not repeatable is tried again only after 429, which says that nothing was done. The service's
 * `Retry-After` wins over the backoff, which is exponential with full jitter. A wait that would not end within
 * the call's time is not begun.
 */
export function retryDelayMs({
  attempt,
  repeatable,
  outcome,
  budgetMs,
  backoffMs,
  random,
}: Attempt): number | undefined {
  if (attempt >= MAX_ATTEMPTS || !isWorthAnother(repeatable, outcome)) return undefined;
  const hint = outcome.status === undefined ? undefined : outcome.retryAfterMs;
  const waitMs = hint ?? random * backoffMs * 2 ** (attempt - 1);
  return waitMs < budgetMs ? waitMs : undefined;
}

function isWorthAnother(repeatable: boolean, outcome: Outcome): boolean {
  if (outcome.status === 429) return true;
  if (!repeatable) return false;
  return outcome.status === undefined
    ? PASSING_REASONS.has(outcome.reason)
    : PASSING_STATUSES.has(outcome.status);
}

/** Reads `Retry-After`: seconds or an HTTP date, as milliseconds from `nowMs`; `undefined` when absent or unreadable. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  // Date.parse reads a year into nearly anything.
  const date = /^[A-Z][a-z]+, /.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
