import { spanInWords } from "../text/span";

/** The shortest wait that is told, in milliseconds. */
const WORTH_TELLING_MS = 3000;

/** Requests that wait for the same moment may differ by so much, in milliseconds. */
const SAME_MOMENT_MS = 1000;

/** Why a service is not asked at once. */
export type Why = "rate-limit" | "unavailable";

const WHY: Readonly<Record<Why, string>> = {
  "rate-limit": "its rate limit is reached",
  unavailable: "it says that it is not available",
};

/** Whether something that a provider says tells what is waited for: of interest at once, and not afterwards. */
export function tellsWait(message: string): boolean {
  return /^Waiting \d|, for up to \d+ s\b/.test(message);
}

/** Tells the user for how long a service is not asked, and why: once, however many requests wait. */
export class WaitNotice {
  #toldUntil = 0;

  constructor(
    private readonly host: string,
    private readonly say: (message: string) => void = () => {},
  ) {}

  /** Nothing is sent for another `ms` milliseconds. */
  tell(ms: number, why: Why): void {
    const until = performance.now() + ms;
    if (ms < WORTH_TELLING_MS || until <= this.#toldUntil + SAME_MOMENT_MS) return;
    this.#toldUntil = until;
    this.say(`Waiting ${spanInWords(ms + 999)} for ${this.host}: ${WHY[why]}.`);
  }
}
