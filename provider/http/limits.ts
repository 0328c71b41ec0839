/** Deadlines and waits, in milliseconds. */
export interface Limits {
  /** Time for a connection to be made, TLS included; kept to the nearest second. */
  readonly connectMs: number;
  /** Time for an answer to begin, in each attempt, connecting included. */
  readonly headersMs: number;
  /** Time for the whole call, from its first turn: all attempts, the waits between them and the reading of answers. */
  readonly callMs: number;
  /** The longest wait before the second attempt of a call, where the service asks for none; it doubles with each. */
  readonly backoffMs: number;
}

/** What is kept to unless something else is asked for. */
export const DEFAULT_LIMITS: Limits = {
  connectMs: 10_000,
  headersMs: 30_000,
  callMs: 120_000,
  backoffMs: 250,
};
