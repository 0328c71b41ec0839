import { realpathSync } from "node:fs";
import { hostname } from "node:os";
import { pid as ownPid } from "node:process";
import { z } from "zod";
import type { Lock } from "./locks";
import { type Fate, fateOf, identify, identitySchema, isInAnyEnvironment } from "./processes";
import { RecordFolder } from "./recordFolder";
import { userName } from "./user";

/** The variable by which the processes of a run are known, also when they have lost the one that has started them. */
export const RUN = "REPO_CONNECTIONS_RUN";

const recordSchema = z.object({
  process: identitySchema,
  user: z.string(),
  host: z.string(),
  /** The project's folder. */
  project: z.string(),
  stack: z.string(),
  /** What all processes have in their environment that it has started, directly or not; absent in records of earlier versions. */
  run: z.string().exactOptional(),
  /** The process of this tool, while it serves the providers; they write, too. */
  server: identitySchema.exactOptional(),
  /** When the process was started, in Unix milliseconds. */
  startedAt: z.number(),
  /** A moment at which it had locked the stack, in Unix milliseconds; absent while that is not known. */
  heldAt: z.number().exactOptional(),
});

type Recorded = z.output<typeof recordSchema>;

/** The record of one process, from its start to its end. */
export interface LockRecord {
  /** It has locked the stack: it says something that it says only then, at this time in Unix milliseconds. */
  held(at: number): void;
  /** It has come to its end by itself, and has lifted its lock. */
  end(): void;
  /** What this process has served to it is done. */
  served(): void;
}

/**
 * Remembers on this machine which `pulumi` processes of this tool's lock one stack: a file each, with nothing secret.
 * A lock itself names a user, a host and a number, and containers share all three.
 *
 * Where a record cannot be written, nothing is proven later: the lock of a killed process is left to the user then.
 */
export class LockRecords {
  readonly #files: RecordFolder<Recorded>;
  readonly #where: Pick<Recorded, "user" | "host" | "project" | "stack">;

  /** @param folder where the files are kept; `undefined`: nothing is remembered. */
  constructor(projectFolder: string, stack: string, folder: string | undefined) {
    this.#files = new RecordFolder(folder, recordSchema);
    this.#where = { user: userName(), host: hostname(), project: realpathSync(projectFolder), stack };
  }

  /**
   * Remembers a process that was just started; `undefined` where nothing tells it from later ones.
   *
   * @param run the value of {@link RUN} in its environment.
   * @param serves whether this process serves its providers.
   */
  begin(pid: number, run: string, serves = false): LockRecord | undefined {
    const process = identify(pid);
    const server = serves ? identify(ownPid) : undefined;
    if (process === undefined) return undefined;
    let record: Recorded = {
      ...{ ...this.#where, process, run, startedAt: Date.now() },
      ...(server ? { server } : {}),
    };
    const file = this.#files.add(record);
    let isWaitedFor = true;
    let hasEnded = false;
    return {
      held: (heldAt) => {
        if (!isWaitedFor) return;
        isWaitedFor = false;
        record = { ...record, heldAt };
        this.#files.replace(file, record);
      },
      end: () => {
        isWaitedFor = false;
        hasEnded = true;
        this.#files.take(file);
      },
      served: () => {
        const { server: _, ...rest } = record;
        record = rest;
        if (!hasEnded) this.#files.replace(file, record);
      },
    };
  }

  /**
   * What became of the process that has taken a lock. Gone is one only where the lock is certainly that of a recorded
   * process: it had the stack locked after the lock was taken, and a stack has one lock at a time.
   */
  fateOf(lock: Lock): Fate {
    const processes = this.#of(lock);
    if (processes.some(({ record }) => fateOfRun(record) === "alive")) return "alive";
    const taker = processes.find(({ record }) => isTakenBy(lock, record));
    return taker === undefined ? "unknown" : fateOfRun(taker.record);
  }

  /**
   * Takes the right to lift locks whose processes are gone. Of several runs that see the same lock only one gets it:
   * the others might lift the lock that this one takes next.
   */
  claim(locks: readonly Lock[]): boolean {
    if (locks.length === 0 || !locks.every((lock) => this.fateOf(lock) === "gone")) return false;
    return locks.every((lock) =>
      this.#of(lock)
        .filter(({ record }) => isTakenBy(lock, record))
        .every(({ file }) => this.#files.take(file)),
    );
  }

  /** The processes that go by what a lock names. */
  #of({ user, host, pid }: Lock) {
    const { project, stack } = this.#where;
    return this.#files
      .all()
      .filter(
        ({ record }) =>
          record.project === project &&
          record.stack === stack &&
          record.process.pid === pid &&
          record.user === user &&
          record.host === host,
      );
  }
}

/** What became of a process and of all that works for it: a provider may outlive its engine, and write. */
function fateOfRun({ process, server, run }: Recorded): Fate {
  const fates = [process, ...(server ? [server] : [])].map(fateOf);
  if (fates.includes("alive")) return "alive";
  if (fates.includes("unknown")) return "unknown";
  return run !== undefined && isInAnyEnvironment(`${RUN}=${run}`) ? "alive" : "gone";
}

/** Whether a lock was taken between the start of a process and a moment at which that had locked the stack. */
function isTakenBy({ since }: Lock, { startedAt, heldAt }: Recorded): boolean {
  const takenAt = Date.parse(since);
  // It is written to the second.
  return heldAt !== undefined && takenAt <= heldAt && takenAt + 999 >= startedAt;
}
