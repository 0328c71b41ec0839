import { hostname, userInfo } from "node:os";

/** How Pulumi's own backends (a folder, a bucket) name the process that has locked a stack. */
const LOCK = /created by (?<user>.*)@(?<host>.*) \(pid (?<pid>\d+)\) at /g;

/** What is known of this machine, for tests to replace. */
export interface Machine {
  readonly host: string;
  readonly user: string;
  isAlive(pid: number): boolean;
}

/**
 * Whether a message says that a stack is locked, and only by processes of this user on this machine that are gone: a
 * killed `pulumi` leaves its lock behind. Of any other lock nobody here can know.
 */
export function isLockedByTheDead(message: string, machine: Machine = THIS): boolean {
  if (!isLocked(message)) return false;
  const locks = [...message.matchAll(LOCK)].map(({ groups }) => groups ?? {});
  const named = Number(/locked by (\d+) lock/.exec(message)?.[1]);
  return (
    locks.length === named &&
    locks.every(
      ({ user, host, pid }) =>
        user === machine.user && host === machine.host && !machine.isAlive(Number(pid)),
    )
  );
}

/** Whether a message says that a stack is locked, by whomever. */
export function isLocked(message: string): boolean {
  return message.includes("the stack is currently locked by");
}

const THIS: Machine = {
  host: hostname(),
  user: userInfo().username,
  isAlive(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      // A process of somebody else's may not be signalled, and lives.
      return !(error instanceof Error && "code" in error && error.code === "ESRCH");
    }
  },
};
