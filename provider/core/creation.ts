import { CLOCK_TOLERANCE_MS } from "../http/call";
import { mayHaveBeenDone } from "../http/serviceError";
import { sharedWait } from "../http/timeLimit";
import type { Attempt, Attempts, Begun } from "./attempts";
import type { Records } from "./listing";

/** How far apart the times of a connection that never changed may lie in a list, in milliseconds. */
const SAME_MOMENT_MS = 5;

/** What is said of a creation that waits for its turn. */
const WAITING = "while another one that looks the same was being created; nothing was sent";

/** Runs tasks of the same name one after the other, and others beside them. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs a task when those of its name that came before have ended, well or not. */
  run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const run = sharedWait(WAITING, () => before).then(task);
    // One whose time is up before its turn does not bring the turn of the next one forward.
    this.#last.set(
      name,
      Promise.allSettled([before, run]).then(() => undefined),
    );
    return run;
  }
}

/** What a service answers to a creation: what was made, or why nothing was. */
type Answered = { readonly id: string } | { readonly conflict: Error };

/** A creation that is about to be sent. */
interface Creation<Looks, Answer> {
  readonly looks: Looks;
  /** What is sent, secrets included: only a keyed hash of it is kept. */
  readonly sent: string;
  /** The present moment by the service's clock, in Unix milliseconds. */
  readonly startedAt: number;
  /** The connections that there are. */
  readonly before: readonly string[];
  readonly send: () => Promise<Answer>;
  /** Finds what was made, or throws, when no answer tells. */
  readonly lost: (error: unknown, attempt: Attempt<Looks>) => Promise<Answer>;
}

/** Sends a creation, and remembers that, and what came of it. */
export async function sendRemembered<Looks extends object, Answer extends Answered>(
  attempts: Attempts<Looks>,
  identity: string,
  { looks, sent, startedAt, before, send, lost }: Creation<Looks, Answer>,
): Promise<Answer> {
  const attempt = attempts.begin(identity, looks, sent, { startedAt, before });
  const answer = await send().catch((error: unknown) => {
    if (mayHaveBeenDone(error)) return lost(error, attempt);
    attempts.forget(identity);
    throw error;
  });
  if ("id" in answer) attempts.end(identity, attempt, answer.id);
  else attempts.forget(identity);
  return answer;
}

/** Those of listed connections that an attempt can have made, as far as their age goes. */
export function madeSince<Listed extends { readonly id: string }>(
  { startedAt, before }: Pick<Begun, "startedAt" | "before">,
  listed: readonly Listed[],
  createdAt: (each: Listed) => string | null | undefined,
): Listed[] {
  const known = new Set(before);
  const earliest = startedAt - CLOCK_TOLERANCE_MS;
  return listed.filter((each) => !known.has(each.id) && Date.parse(createdAt(each) ?? "") >= earliest);
}

/** Whether a listed connection was not changed since it was made. */
export function isAsMade(
  createdAt: string | null | undefined,
  updatedAt: string | null | undefined,
): boolean {
  return Date.parse(updatedAt ?? "") - Date.parse(createdAt ?? "") <= SAME_MOMENT_MS;
}

/** @throws Error when a record could be anything: what an earlier attempt made, too. */
export function requireReadable(service: string, { unidentified }: Records): void {
  if (unidentified === 0) return;
  throw new Error(
    `${service} lists ${unidentified} connection(s) without an id that can be read, so whether this one was made before cannot be said. Nothing was created; try again, and if it stays, report it as a bug of this provider.`,
  );
}

/** What to say of a connection that an earlier run made for this resource. */
export function takenUp(id: string): string {
  return `${id}: made for this resource by an earlier run, and not in the state; taken up.`;
}

/**
 * The same where it cannot become what is declared now.
 *
 * @param made the connection, in words.
 * @param differs what is declared otherwise now.
 */
export function madeElsewhere(service: string, made: string, differs: string): string {
  return (
    `An earlier run made connection ${made} for this resource and did not come to record it; another ${differs} is declared now. ` +
    `Delete it in ${service}'s dashboard, or declare what was declared then and run the same command: it is taken up. Nothing was created.`
  );
}

/** The beginning of a sentence about connections that look as the one that was to be made. */
export function thereAre(number: number): string {
  return number === 1 ? "There is already a connection" : `There are already ${number} connections`;
}
