/** The lock of a stack, as Pulumi's own backends (a folder, a bucket) tell of it. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** When it was taken, as it is written; to the second. */
  readonly since: string;
}

/** How those backends say that a stack is locked. */
const LOCKED = "the stack is currently locked by";

/** How Pulumi Cloud says it. */
const BUSY = "[409] Conflict: Another update is currently in progress.";

const LOCK = /created by (?<user>.*)@(?<host>.*) \(pid (?<pid>\d+)\) at (?<since>\S+)/g;

/** Whether a message says that a stack is locked, by whomever. */
export function isLocked(message: string): boolean {
  return message.includes(LOCKED) || message.includes(BUSY);
}

/**
 * Whether a command that locks its stack says, as Go reads JSON, that the file of a lock is none: it is empty, or was
 * written in part. Of anything else that it reads it says what that is.
 */
export function isUnreadableLock(message: string): boolean {
  return /^(error: )?(unexpected end of JSON input|invalid character .* (in|after|looking for) .*)$/.test(
    message.trim(),
  );
}

/** The locks that such a message names; none where it does not name all that there are. */
export function locksIn(message: string): Lock[] {
  const named = Number(/locked by (\d+) lock/.exec(message)?.[1]);
  const locks = [...message.matchAll(LOCK)].map(({ groups }) => {
    const { user = "", host = "", pid, since = "" } = groups ?? {};
    return { user, host, pid: Number(pid), since };
  });
  return locks.length === named ? locks : [];
}

/** Who has locked a stack, and since when. */
export function holdersOf(message: string): string {
  const holders = locksIn(message).map(
    ({ user, host, pid, since }) => `${user}@${host} (pid ${pid}) since ${since}`,
  );
  return holders.length === 0 ? "another run" : holders.join(", ");
}
