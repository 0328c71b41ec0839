import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { z } from "zod";

/** What tells a process from every other one, as long as the machine is not started again. */
export const identitySchema = z.object({
  pid: z.int(),
  /** When it was started, in ticks of the machine's clock: a number that becomes free is given to another process. */
  startedAtTick: z.string(),
  /** The start of the machine since which it runs. */
  boot: z.string(),
  /** Where its number means it: each container counts its own processes. */
  pidNamespace: z.string(),
});

/** What tells a process from every other one, as long as the machine is not started again. */
export type Identity = z.output<typeof identitySchema>;

/** What became of a process. */
export type Fate = "alive" | "gone" | "unknown";

/** Identifies a process that runs; `undefined` where the system does not tell: anywhere but on Linux. */
export function identify(pid: number): Identity | undefined {
  try {
    return { pid, startedAtTick: statOf(pid).startedAtTick, ...here() };
  } catch {
    return undefined;
  }
}

/** What became of a process; unknown unless it ran here, where the number of a process means the same to all. */
export function fateOf({ pid, startedAtTick, boot, pidNamespace }: Identity): Fate {
  try {
    const place = here();
    if (boot !== place.boot || pidNamespace !== place.pidNamespace) return "unknown";
    if (!exists(pid)) return "gone";
    const found = statOf(pid);
    return found.startedAtTick === startedAtTick && !found.isDead ? "alive" : "gone";
  } catch {
    return "unknown";
  }
}

/**
 * The place whose processes this one sees, by their numbers.
 *
 * @throws Error where that cannot be told: anywhere but on Linux.
 */
export function here(): Pick<Identity, "boot" | "pidNamespace"> {
  // In a namespace that still has the `/proc` of another one, the numbers there are not those that are used here.
  if (readlinkSync("/proc/self") !== String(process.pid)) throw new Error("/proc is of other processes");
  return {
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    pidNamespace: readlinkSync("/proc/self/ns/pid"),
  };
}

/**
 * Whether any process of this user's has a variable of this value, among all that can be seen from here.
 *
 * @param assignment as in `NAME=value`.
 */
export function isInAnyEnvironment(assignment: string): boolean {
  return readdirSync("/proc").some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, "latin1").split("\0").includes(assignment);
    } catch {
      // It has ended meanwhile, or is of another user.
      return false;
    }
  });
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's may not be signalled, and lives.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** `/proc/PID/stat` by proc(5): behind the name, which may hold anything, come the fields from the third on. */
function statOf(pid: number): { startedAtTick: string; isDead: boolean } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "", threads, startedAtTick] = [fields[0], fields[17], fields[19]];
  if (startedAtTick === undefined) throw new Error(`/proc/${pid}/stat cannot be read`);
  // A zombie without another thread does nothing any more: nobody has asked yet how it ended.
  return { startedAtTick, isDead: state === "X" || (state === "Z" && Number(threads) <= 1) };
}
