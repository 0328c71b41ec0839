import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../contract";
import type { LifecycleOptions } from "../core/options";
import { NetworkError } from "../http/errors";
import { endOfWaiting, endWords } from "../http/timeLimit";

/** The shortest and the longest wait between two questions, in milliseconds. */
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 15_000;

/** A shorter wait is not worth a word, in milliseconds. */
const UNNOTICED_MS = 3_000;

/** Waits, until the signal fires at the longest; rejects when it does. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;

/** The machine's time. */
const wait: Wait = (ms, signal) => sleep(ms, undefined, signal && { signal });

/** What a {@link Lag} needs to wait. */
export interface Waiting {
  readonly signal: AbortSignal | undefined;
  readonly say: (message: string) => void;
  /** Default: the machine's time. */
  readonly wait?: Wait | undefined;
}

/** What is asked again while the answer may be an old one. */
export interface Question<Answer> {
  /** Asks; `isLast` when the answer is certainly not an old one. */
  readonly ask: (isLast: boolean) => Promise<Answer>;
  /** Whether an answer is certain, though it may be an old one. */
  readonly isCertain: (answer: Answer) => boolean;
  /** How long an answer may be an old one, in milliseconds. Default: the whole lag. */
  readonly patienceMs?: number;
  /** What to say before a wait: what is waited for. Default: nothing. */
  readonly why?: string | undefined;
  /** What is said behind `Cancelled` when the wait is ended. */
  readonly cancelled: string;
  /** What is said before that: whose wait it was. Default: nothing. */
  readonly of?: string;
}

/**
 * Coregit's reads lag behind its writes: the list, and how `test` and PATCH look a connection up. Each answer was true
 * at some moment of the last minute or so. So "not there" proves nothing of what was made since, a result proves nothing of
 * what was deleted since, and a bad result nothing of a token that was sent since.
 */
export class Lag {
  readonly #waiting: Waiting;

  /** @param ms how far a read may lag, in milliseconds. */
  constructor(
    readonly ms: number,
    waiting: Waiting,
  ) {
    this.#waiting = waiting;
  }

  /** As messages have it. */
  get text(): string {
    return `${Math.ceil(this.ms / 1000)} s`;
  }

  /**
   * Whether a read may be from before a write.
   *
   * @param writtenAt when the write was made, in Unix milliseconds; `undefined`: long ago.
   * @param now by the same clock: the service's.
   */
  mayHide(writtenAt: number | undefined, now: number): boolean {
    return this.ms > 0 && writtenAt !== undefined && now - writtenAt < this.ms;
  }

  /**
   * Asks, and again until the answer is certain or cannot be an old one any more.
   *
   * @throws NetworkError when the wait is ended, or whatever asking throws.
   */
  async untilCertain<Answer>(question: Question<Answer>): Promise<Answer> {
    const { ask, isCertain, patienceMs = this.ms, why } = question;
    let leftMs = patienceMs;
    for (let waitMs = MIN_WAIT_MS; ; waitMs = Math.min(2 * waitMs, MAX_WAIT_MS)) {
      const answer = await ask(leftMs <= 0);
      if (leftMs <= 0 || isCertain(answer)) return answer;
      if (leftMs === patienceMs && why !== undefined && patienceMs > UNNOTICED_MS) this.#waiting.say(why);
      await this.#pause(Math.min(waitMs, leftMs), question);
      leftMs -= waitMs;
    }
  }

  async #pause(ms: number, { of, cancelled }: Pick<Question<unknown>, "of" | "cancelled">): Promise<void> {
    const signal = endOfWaiting(this.#waiting.signal);
    try {
      await (this.#waiting.wait ?? wait)(ms, signal);
    } catch {
      const said = `${endWords(signal)} ${cancelled}`;
      const message = of === undefined ? said : `${of}: ${said[0]?.toLowerCase()}${said.slice(1)}`;
      throw new NetworkError("cancelled", message, false);
    }
  }
}

/** When a connection was made, at the latest, as far as its state tells; by the service's clock, in Unix milliseconds. */
export function madeAt({ createdAt, accessTokenChangedAt, writtenAt }: Properties): number | undefined {
  const moment = Date.parse(String(createdAt ?? accessTokenChangedAt ?? writtenAt));
  return Number.isNaN(moment) ? undefined : moment;
}

/**
 * Waits until the list certainly shows what was written.
 *
 * @param writtenAt when, in Unix milliseconds.
 * @param lagMs how far the list may lag, in milliseconds.
 * @throws NetworkError when the user cancels.
 */
export async function untilListed(
  writtenAt: number,
  lagMs: number,
  { signal, log }: Pick<LifecycleOptions, "signal" | "log">,
): Promise<void> {
  const lag = new Lag(lagMs, { signal, say: (message) => log?.({ severity: "info", message }) });
  await lag.untilCertain({
    ask: async (isLast) => isLast,
    isCertain: (isLast) => isLast,
    patienceMs: Math.max(0, Math.min(lag.ms, writtenAt + lag.ms - Date.now())),
    why: `An earlier run was cut short while it was creating a connection at Coregit. Waiting for up to ${lag.text} until Coregit's list certainly shows it.`,
    cancelled: "before Coregit's list was certain to show what an earlier run may have made.",
  });
}
