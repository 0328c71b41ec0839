import { setTimeout as sleep } from "node:timers/promises";
import { spanInWords } from "../../provider/text/span";
import type { LockRecords } from "./lockRecords";
import { holdersOf, isLocked, locksIn } from "./locks";

/** How often a run that waits for a lock tries again, in milliseconds. */
const PAUSE_MS = 2000;

/** How one run of a command has ended. */
export interface Ended {
  readonly succeeded: boolean;
  readonly stderr: string;
}

/** How to go about a stack that is locked. */
export interface Unlocking {
  readonly stack: string;
  readonly records: LockRecords;
  /** For how long to wait until it is free, in milliseconds. */
  readonly waitMs: number;
  /** Ends the waiting. */
  readonly stopping: AbortSignal;
  /** Is told what the user should know at once. */
  say(message: string): void;
  /** Lifts every lock of the stack. */
  lift(): Promise<void>;
}

/**
 * Runs a command that locks its stack. The lock of a killed run of this tool is lifted, with proof that it is that
 * and that it was killed; for any other the command waits as long as it may. The last run's end is returned.
 */
export async function whenUnlocked<Run extends Ended>(
  attempt: () => Promise<Run>,
  how: Unlocking,
): Promise<Run> {
  const { stack, records, waitMs, stopping, say } = how;
  let waitsUntil: number | undefined;
  for (;;) {
    const run = await attempt();
    if (run.succeeded || !isLocked(run.stderr)) return run;
    if (records.claim(locksIn(run.stderr))) {
      say(`Stack ${stack} was locked by a process of this machine that is gone; the lock is lifted.`);
      await how.lift();
      continue;
    }
    if (waitsUntil === undefined && waitMs > 0)
      say(
        `Stack ${stack} is locked by ${holdersOf(run.stderr)}: waiting for it, for up to ${spanInWords(waitMs)}.`,
      );
    waitsUntil ??= performance.now() + waitMs;
    const leftMs = waitsUntil - performance.now();
    if (leftMs <= 0 || stopping.aborted) return run;
    await sleep(Math.min(PAUSE_MS, leftMs), undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return run;
  }
}

/** What to tell a user whose command could not read a lock. */
export function unreadableWords(stderr: string, stack: string): string {
  const reason = stderr.trim().replace(/^error: /, "");
  return `A lock of the stack cannot be read (${reason}): its file, in .pulumi/locks where the state is, is empty or was written in part. If nothing else is at work on the stack, \`pulumi cancel --stack ${stack}\` lifts the lock.`;
}

/** What to tell a user whose command was refused by a lock. */
export function lockedWords(stderr: string, { stack, records, waitMs, stopping }: Unlocking): string {
  const lives = locksIn(stderr).some((lock) => records.fateOf(lock) === "alive");
  const judgement = lives
    ? "That is at work on this machine."
    : "Whether that is still at work cannot be told from here.";
  const waited = stopping.aborted
    ? "The waiting for it was interrupted."
    : `It was waited for ${spanInWords(waitMs)}.`;
  const wait = waitMs > 0 ? waited : "`--wait-for-lock 10m` waits for it.";
  const advice = `If you are certain that it is not at work any more, \`pulumi cancel --stack ${stack}\` lifts the lock.`;
  return `The stack is locked by ${holdersOf(stderr)}. ${judgement} ${wait}${lives ? "" : ` ${advice}`}`;
}
