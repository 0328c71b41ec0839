import { z } from "zod";
import type { Clock } from "./clock";

/** So many requests in so many seconds. */
export const rateLimitSchema = z.strictObject({ limit: z.int().min(0), windowSeconds: z.int().min(1) });
/** So many requests in so many seconds. */
export type RateLimit = z.infer<typeof rateLimitSchema>;

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

interface Window {
  readonly start: number;
  readonly end: number;
  readonly limit: number;
  count: number;
}

/** Counts the requests of keys in windows that begin with the first request. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a request of a key under each of the limits, which are told apart by their names; one that exceeds any of
   * them uses nothing up. The standing is that under the limit with the least left, of two the one that lasts longer.
   */
  count(keyId: string, limits: Readonly<Record<string, RateLimit>>): RateStanding {
    const now = this.#clock.now();
    const windows = Object.entries(limits).map(([name, limit]) =>
      this.#window(`${keyId} ${name}`, now, limit),
    );
    const exceeded = windows.some((window) => left(window) === 0);
    if (!exceeded) for (const window of windows) window.count += 1;
    const [nearest] = windows.sort((a, b) => left(a) - left(b) || b.end - a.end);
    if (nearest === undefined) throw new Error("a request is counted under one limit at least");
    return {
      limit: nearest.limit,
      remaining: left(nearest),
      reset: Math.ceil(nearest.end / 1000),
      retryAfter: Math.max(1, Math.ceil((nearest.end - now) / 1000)),
      exceeded,
    };
  }

  /** Forgets all counts. */
  clear(): void {
    this.#windows.clear();
  }

  #window(name: string, now: number, { limit, windowSeconds }: RateLimit): Window {
    const current = this.#windows.get(name);
    // A window that begins later than now is one from before the clock was set back.
    if (current !== undefined && current.start <= now && now < current.end) return current;
    const opened = { start: now, end: now + windowSeconds * 1000, limit, count: 0 };
    this.#windows.set(name, opened);
    return opened;
  }
}

function left({ limit, count }: Window): number {
  return Math.max(0, limit - count);
}
