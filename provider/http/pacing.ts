import { createHash } from "node:crypto";
import { type NetworkError, rateLimited } from "./errors";
import { type Allowance, allowedNow, learn, MAX_WINDOW_MS, type Window } from "./rateLimit";
import { stopped } from "./timeLimit";
import type { WaitNotice } from "./waiting";

/** The most requests under way at once, of one category. */
export const MAX_CONCURRENT = 16;

/** The longest span, in milliseconds, by which requests that wait for the same moment are spread. */
const SPREAD_MS = 200;

/** How a request waits for its turn: behind however many others, as long as these get on. */
export interface Patience {
  /** The longest span, in milliseconds, that the service may ask all requests to wait. */
  readonly longestMs: number;
  /** What to say of the call when its wait is ended. */
  readonly ifCancelled: string;
  /** Ends its wait: the user has cancelled, or its time is up. Default: nothing does. */
  readonly end?: AbortSignal | undefined;
  /** Is told for how long nothing is sent. Default: nobody is. */
  readonly notice?: WaitNotice;
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
  #waiting: Waiting[] = [];
  #underWay = 0;
  #window: Window | undefined;
  /** Until when the service wants no request, by `performance.now()`. */
  #heldUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(host: string) {
    this.#host = host;
  }

  /**
   * Waits for a turn, which {@link done} must end, and resolves to `undefined`; or to the reason why there is none:
   * the service wants none for too long ("rate-limit"), or it is to wait no longer ("cancelled").
   */
  turn(patience: Patience): Promise<NetworkError | undefined> {
    return new Promise((resolve) => {
      const { end } = patience;
      const stop = () => this.#sendAway(request);
      const settle = (refusal?: NetworkError) => {
        end?.removeEventListener("abort", stop);
        resolve(refusal);
      };
      const request = { ...patience, settle };
      end?.addEventListener("abort", stop, { once: true });
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

  #refusal({ longestMs, ifCancelled, end }: Patience, mustWait: boolean, now: number) {
    if (!mustWait) return undefined;
    if (end?.aborted) return stopped(end, this.#host, ifCancelled);
    const heldMs = this.#heldUntil - now;
    return heldMs >= longestMs ? rateLimited(this.#host, heldMs) : undefined;
  }

  #sendAway(request: Waiting): void {
    if (!this.#waiting.includes(request)) return;
    this.#waiting = this.#waiting.filter((other) => other !== request);
    request.settle(stopped(request.end, this.#host, request.ifCancelled));
    this.#wakeUp(performance.now());
  }

  /** Comes back when something will have changed by itself; one request goes then, the others at some distance. */
  #wakeUp(now: number): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const opensAt = Math.min(...this.#waiting.map((request) => this.#opensAt(request, now)));
    // Until then only the end of a request under way changes anything.
    if (opensAt === Number.POSITIVE_INFINITY) return;
    const notices = new Set(this.#waiting.map(({ notice }) => notice));
    for (const notice of notices) notice?.tell(opensAt - now, "rate-limit");
    const waitMs = opensAt - now + Math.random() * SPREAD_MS;
    this.#timer = setTimeout(() => this.#proceed(1), Math.ceil(waitMs));
  }
}

/** The paces of everything that shares them: a service counts requests by key, whoever sends them. */
export class Paces {
  readonly #paces = new Map<string, Pace>();

  /**
   * The pace of a key at a service.
   *
   * @param category of requests that the service counts apart.
   */
  of(host: string, key: string, category: string): Pace {
    const name = createHash("sha256")
      .update(JSON.stringify([host, key, category]))
      .digest("base64url");
    const pace = this.#paces.get(name) ?? new Pace(host);
    this.#paces.set(name, pace);
    return pace;
  }
}
