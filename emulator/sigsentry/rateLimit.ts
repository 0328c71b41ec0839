import type { Clock } from "../clock";
import type { Settings } from "./settings";

/** Reads and mutations are counted apart. */
export type RateCategory = keyof Settings["rateLimits"];

/** What a request finds when it is counted. */
export interface RateStanding {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, in Unix seconds by the emulator's clock. */
  readonly reset: number;
  /** Seconds until then, at least 1. */
  readonly retryAfter: number;
  readonly exceeded: boolean;
}

/** Counts requests per key and category in windows that begin with the first request. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #windows = new Map<string, { start: number; count: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a request; one that exceeds the limit uses nothing up. */
  count(keyId: string, category: RateCategory, limits: Settings["rateLimits"]): RateStanding {
    const { limit, windowSeconds } = limits[category];
    const now = this.#clock.now();
    const window = this.#window(`${keyId} ${category}`, now, windowSeconds * 1000);
    const exceeded = window.count >= limit;
    if (!exceeded) window.count += 1;
    const end = window.start + windowSeconds * 1000;
    return {
      limit,
      remaining: Math.max(0, limit - window.count),
      reset: Math.ceil(end / 1000),
      retryAfter: Math.max(1, Math.ceil((end - now) / 1000)),
      exceeded,
    };
  }

  /** Forgets all counts. */
  clear(): void {
    this.#windows.clear();
  }

  #window(name: string, now: number, length: number): { start: number; count: number } {
    const current = this.#windows.get(name);
    // A window that begins later than now is one from before the clock was set back.
    if (current !== undefined && current.start <= now && now < current.start + length) return current;
    const opened = { start: now, count: 0 };
    this.#windows.set(name, opened);
    return opened;
  }
}
