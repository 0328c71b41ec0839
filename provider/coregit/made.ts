import type { State } from "./schema";

/** A connection that was made: its id, and what the service told of it. */
export interface Made {
  readonly id: string;
  readonly outputs: Partial<State>;
  /** When the token was sent with which it was made, by the service's clock, in Unix milliseconds. */
  readonly sentAt: number;
  /** Whether it is as it was made; by an earlier run, it may have been changed since. */
  readonly isUnchanged: boolean;
}
