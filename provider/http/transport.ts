import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Call } from "./call";
import { NetworkError, networkError } from "./errors";
import { Exchange } from "./exchange";
import { DEFAULT_LIMITS, type Limits } from "./limits";
import { Pace, type Paces } from "./pacing";
import { readAllowance } from "./rateLimit";
import { requestLine } from "./requestLine";
import { type Outcome, parseRetryAfter, retryDelayMs } from "./retry";
import { endOfWaiting, stopped, timeLimit } from "./timeLimit";
import { WaitNotice } from "./waiting";

export type { Answer, Call } from "./call";

/** How a {@link Transport} is to work; everything has a default. */
export interface TransportOptions {
  readonly limits?: Partial<Limits>;
  /** Fires when the user cancels; see {@link Transport}. Default: never. */
  readonly signal?: AbortSignal;
  /** The key by which the service counts requests, and the paces that are kept together by key. Default: this keeps its own. */
  readonly shared?: { readonly key: string; readonly paces: Paces };
  /** Whether the service has one rate limit for reads and everything else. Default: two separate ones. */
  readonly hasOneRateLimit?: boolean;
  /** Tells the user, while an operation runs, what it waits for. Default: nobody is told. */
  readonly say?: (message: string) => void;
  /** Is given a line about each request, once it has its answer or none. Default: nobody is. */
  readonly show?: (line: string) => void;
}

/** What came of one attempt. */
interface Attempted {
  readonly result: Answer | NetworkError;
  readonly outcome: Outcome;
}

/**
 * The one way to a service: deadlines, retries, pacing, and cancellation.
 *
 * When the signal fires, all waiting ends at once (for a turn, before another attempt, for the answer to a GET) and
 * no call is attempted again. A request under way that may have changed something is left to finish within its
 * deadlines, since its answer is what keeps the state right; and what an operation under way still has to write is
 * sent, once, if it need not wait. Not to begin new operations is up to the host.
 *
 * When the time of an operation is up, all its waiting ends too, and nothing more of it is sent. A request of it under
 * way is given up, whatever it does: what may have been carried out is in doubt then, as after a lost answer.
 */
export class Transport {
  readonly #baseUrl: string;
  readonly #limits: Limits;
  readonly #signal: AbortSignal | undefined;
  readonly #exchange: Exchange;
  readonly #reads: Pace;
  /** The same as that of the reads where the service has one rate limit for all. */
  readonly #mutations: Pace;
  readonly #waiting: WaitNotice;
  readonly #show: TransportOptions["show"];

  /** @param baseUrl scheme, host and any path prefix, without a slash at its end. */
  constructor(
    baseUrl: string,
    { limits, signal, shared, hasOneRateLimit, say, show }: TransportOptions = {},
  ) {
    this.#baseUrl = baseUrl;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#signal = signal;
    this.#show = show;
    this.#exchange = new Exchange(baseUrl, this.#limits);
    this.#waiting = new WaitNotice(baseUrl, say);
    const paceOf = (category: string) => shared?.paces.of(baseUrl, shared.key, category) ?? new Pace(baseUrl);
    this.#reads = paceOf(hasOneRateLimit ? "all" : "reads");
    this.#mutations = hasOneRateLimit ? this.#reads : paceOf("mutations");
  }

  /**
   * Sends a call, again where {@link retryDelayMs} says so, and returns the last answer, whatever its status.
   *
   * @throws NetworkError when no attempt brought an answer, or the call was ended.
   */
  async send(call: Call): Promise<Answer> {
    let deadline = performance.now() + this.#limits.callMs;
    let last: Attempted | undefined;
    let inDoubt = false;
    for (let attempt = 1; ; attempt++) {
      const asked = performance.now();
      const refusal = await this.#turn(call, last);
      // Waiting behind other requests is not the fault of this one.
      deadline += performance.now() - asked;
      // What was not even sent tells less than the attempt before.
      if (refusal)
        return given(last === undefined || refusal.reason === "cancelled" ? refusal : last.result, inDoubt);
      const begun = performance.now();
      last = await this.#attempt(call, deadline);
      this.#show?.(requestLine(call, attempt, last.result, performance.now() - begun));
      const waitMs = this.#delayMs(attempt, call, last, deadline);
      if (waitMs === undefined) return given(last.result, inDoubt);
      inDoubt ||= mayHaveBeenDone(last);
      this.#waiting.tell(waitMs, last.outcome.status === 429 ? "rate-limit" : "unavailable");
      const refused = await this.#wait(waitMs, call);
      if (refused) return given(refused, inDoubt);
    }
  }

  #turn(call: Call, last: Attempted | undefined): Promise<NetworkError | undefined> {
    const ifCancelled = last === undefined ? "nothing was sent" : whatMayHaveHappened(call);
    const over = this.#endOf(call);
    if (over?.aborted) return Promise.resolve(stopped(over, this.#baseUrl, ifCancelled));
    const [longestMs, notice] = [this.#limits.callMs, this.#waiting];
    return this.#paceOf(call).turn({ longestMs, ifCancelled, notice, end: endOfWaiting(this.#signal) });
  }

  async #attempt(call: Call, deadline: number): Promise<Attempted> {
    let allowance: ReturnType<typeof readAllowance>;
    let holdMs: number | undefined;
    try {
      const { answer, header } = await this.#exchange.send(call, deadline, this.#endOf(call));
      const retryAfterMs = parseRetryAfter(header("retry-after"), answer.servedAt);
      allowance = readAllowance(header, answer.servedAt);
      holdMs = answer.status === 429 ? retryAfterMs : undefined;
      const outcome = { status: answer.status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      return { result: answer, outcome };
    } catch (error) {
      const result = networkError(error, { host: this.#baseUrl });
      return { result, outcome: { status: undefined, reason: result.reason } };
    } finally {
      this.#paceOf(call).done(allowance, holdMs);
    }
  }

  #delayMs(attempt: number, { repeatable }: Call, { outcome }: Attempted, deadline: number) {
    if (endOfWaiting(this.#signal)?.aborted) return undefined;
    const budgetMs = deadline - performance.now();
    const { backoffMs } = this.#limits;
    return retryDelayMs({ attempt, repeatable, outcome, budgetMs, backoffMs, random: Math.random() });
  }

  /** Waits; what is left to say when the wait is ended. */
  async #wait(ms: number, call: Call): Promise<NetworkError | undefined> {
    const end = endOfWaiting(this.#signal);
    try {
      await sleep(ms, undefined, end && { signal: end });
      return undefined;
    } catch {
      return stopped(end, this.#baseUrl, whatMayHaveHappened(call));
    }
  }

  /** What ends a call, under way or not. */
  #endOf({ method }: Call): AbortSignal | undefined {
    return method === "GET" ? endOfWaiting(this.#signal) : timeLimit();
  }

  #paceOf({ method }: Call): Pace {
    return method === "GET" ? this.#reads : this.#mutations;
  }
}

/** @param inDoubt whether an earlier attempt may have been carried out. */
function given(result: Answer | NetworkError, inDoubt: boolean): Answer {
  if (result instanceof NetworkError) throw inDoubt ? result.afterDoubt() : result;
  return { ...result, inDoubt };
}

/** Only a refusal, 429 here, says that nothing was done. */
function mayHaveBeenDone({ result }: Attempted): boolean {
  return result instanceof NetworkError ? result.inDoubt : result.status >= 500;
}

function whatMayHaveHappened(call: Call): string {
  return call.method === "GET" ? "nothing was changed" : "what was sent before may have been carried out";
}
