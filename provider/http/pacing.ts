import { cancelled, type NetworkError, rateLimited } from "./errors";
import { type Allowance, allowedNow, learn, MAX_WINDOW_MS, type Window } from "./rateLimit";
import { stopped } from "./timeLimit";
import { WaitNotice } from "./waiting";

/** The most requests under way at once, of one category. */
export const MAX_CONCURRENT = 16;

/** The longest span, in milliseconds, by which requests that wait for the same moment are spread. */
const SPREAD_MS = 200;

/** How a request waits for its turn: behind however many others, as long as these get on. */
export interface Patience {
  /** The longest span, in milliseconds, that the service may ask all requests to wait. */
  readonly longestMs: number;
  /** What to say of the call when it is cancelled. */
  readonly ifCancelled: string;
  /** Ends the wait of this request alone. Default: nothing does. */
  readonly limit?: AbortSignal | undefined;
}

interface Waiting extends Patience {
  /** Ends the wait: with why there is no turn, if there is none. */
  readonly settle: (refusal?: NetworkError) => void;
}

/**
 * Gives the requests of one category their turns: not too many at once, none that the rate limit would refuse, and
 * none at all for as long as the service has asked for after a refusal.
 */
export class Pace {
  readonly #host: string;
  readonly #signal: AbortSignal | undefined;
  #waiting: Waiting[] = [];
  #underWay = 0;
  #window: Window | undefined;
  /** Until when the service wants no request, by `performance.now()`. */
  #heldUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param signal ends all waiting when it fires; what has its turn is not concerned.
   * @param told is told for how long nothing is sent.
   */
  constructor(
    host: string,
    signal?: AbortSignal,
    private readonly told = new WaitNotice(host),
  ) {
    this.#host = host;
    this.#signal = signal;
    signal?.addEventListener("abort", () => this.#sendAway(signal, this.#waiting), { once: true });
  }

  /**
   * Waits for a turn, which {@link done} must end, and resolves to `undefined`; or to the reason why there is none:
   * the service wants none for too long ("rate-limit"), or it is to wait no longer ("cancelled").
   */
  turn(patience: Patience): Promise<NetworkError | undefined> {
    return new Promise((settle) => {
      const { limit } = patience;
      const request = { ...patience, settle };
      limit?.addEventListener("abort", () => this.#sendAway(limit, [request]), { once: true });
      this.#waiting.push(request);
      this.#proceed();
    });
  }

  /** Ends a turn. `said` is what the answer said, if there was one; `holdMs` is the time for which it refused all others. */
  done(said: Allowance | undefined, holdMs: number | undefined): void {
    const now = performance.now();
    this.#underWay--;
    this.#window = learn(this.#window, said, now);
    if (holdMs !== undefined && holdMs <= MAX_WINDOW_MS)
      this.#heldUntil = Math.max(this.#heldUntil, now + holdMs);
    this.#proceed();
  }

  /** Lets those go whose turn has come, at most `most` of them, and sends those away who wait in vain. */
  #proceed(most = Number.POSITIVE_INFINITY): void {
    const now = performance.now();
    let left = most;
    this.#waiting = this.#waiting.filter((request) => {
      const opensAt = this.#opensAt(request, now);
      const refusal = this.#refusal(request, opensAt > now, now);
      if (refusal) request.settle(refusal);
      else if (opensAt > now || left === 0) return true;
      else {
        left--;
        this.#underWay++;
        request.settle();
      }
      return false;
    });
    this.#wakeUp(now);
  }

  /** The moment from which a request may go, by `performance.now()`; infinite: not before another has its answer. */
  #opensAt({ longestMs }: Patience, now: number): number {
    if (this.#underWay >= MAX_CONCURRENT) return Number.POSITIVE_INFINITY;
    if (now < this.#heldUntil) return this.#heldUntil;
    const window = this.#window;
    if (this.#underWay < allowedNow(window, now)) return now;
    if (window === undefined || window.remaining > 0 || window.resetsAt <= now)
      return Number.POSITIVE_INFINITY;
    // Headers alone refuse nothing: what cannot wait for the reset goes, and the service decides.
    return window.resetsAt - now < longestMs ? window.resetsAt : now;
  }

  #refusal({ longestMs, ifCancelled }: Patience, mustWait: boolean, now: number): NetworkError | undefined {
    if (!mustWait) return undefined;
    if (this.#signal?.aborted) return cancelled(this.#host, ifCancelled);
    const heldMs = this.#heldUntil - now;
    return heldMs >= longestMs ? rateLimited(this.#host, heldMs) : undefined;
  }

  #sendAway(end: AbortSignal, requests: readonly Waiting[]): void {
    this.#waiting = this.#waiting.filter((request) => !requests.includes(request));
    for (const { settle, ifCancelled } of requests) settle(stopped(end, this.#host, ifCancelled));
    this.#wakeUp(performance.now());
  }

  /** Comes back when something will have changed by itself; one request goes then, the others at some distance. */
  #wakeUp(now: number): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const opensAt = Math.min(...this.#waiting.map((request) => this.#opensAt(request, now)));
    // Until then only the end of a request under way changes anything.
    if (opensAt === Number.POSITIVE_INFINITY) return;
    this.told.tell(opensAt - now, "rate-limit");
    const waitMs = opensAt - now + Math.random() * SPREAD_MS;
    this.#timer = setTimeout(() => this.#proceed(1), Math.ceil(waitMs));
  }
}
