import { createHash } from "node:crypto";
import type { Environment, Scope } from "../contract";
import { OwnFolder, userFolder } from "../files/ownFolder";

/** A file names what it is about, and the process that wrote it. */
const NAMES = /^[\w-]{22}-\d+(?:\.[0-9a-f-]{36})?$/;

/** For how long the files of a process stay that seems to have ended, in milliseconds: in another container it may live. */
const KEPT_MS = 60 * 60 * 1000;

/**
 * What the processes of one run of the engine tell each other on this machine: it starts one for each configuration of a
 * service. Each writes files of its own and then looks for the others': of two that write at once, one at least finds
 * the other's. Where nothing can be written, a process is told nothing.
 */
export class RunNotes {
  readonly #processes: OwnFolder;
  readonly #notes: OwnFolder;
  readonly #run: string;
  readonly #pid: number;
  #isAnnounced = false;

  private constructor(folder: string, run: string, pid: number) {
    this.#processes = new OwnFolder(folder, NAMES);
    this.#notes = new OwnFolder(`${folder}-notes`, NAMES);
    this.#run = run;
    this.#pid = pid;
  }

  /**
   * Those of a run.
   *
   * @returns `undefined` where one process is all of it, and for a user without a home.
   */
  static of({ run }: Scope, environment: Environment, pid = process.pid): RunNotes | undefined {
    const folder = userFolder("runs", environment);
    return run === undefined || folder === undefined ? undefined : new RunNotes(folder, run, pid);
  }

  /** Tells the other processes something of a subject, in place of what this one has told before. */
  write(subject: string, content: object): void {
    try {
      this.#announce();
      this.#notes.write(this.#nameOf(subject, this.#pid), JSON.stringify(content));
    } catch {
      // Then this process's own guards are all there are.
    }
  }

  /** What the other processes of the run, as far as they live, have told of a subject. */
  others(subject: string): unknown[] {
    const run = hash(this.#run);
    return this.#processes
      .files()
      .filter((name) => name.startsWith(`${run}-`))
      .map(processOf)
      .filter((pid) => pid !== this.#pid && isAlive(pid))
      .map((pid) => this.#notes.read(this.#nameOf(subject, pid)))
      .filter((content) => content !== undefined);
  }

  /** Before the first note: so whoever looks for others' knows where to look. */
  #announce(): void {
    if (this.#isAnnounced) return;
    for (const folder of [this.#processes, this.#notes]) tidy(folder);
    this.#processes.write(`${hash(this.#run)}-${this.#pid}`, "{}");
    this.#isAnnounced = true;
  }

  #nameOf(subject: string, pid: number): string {
    return `${hash(`${this.#run}\n${subject}`)}-${pid}`;
  }
}

/** The engine kills its providers at the end of each run, so none of them tidies up after itself. */
function tidy(folder: OwnFolder): void {
  const before = Date.now() - KEPT_MS;
  for (const name of folder.files())
    if (!isAlive(processOf(name)) && (folder.statOf(name) ?? before) < before) folder.remove(name);
}

const hash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 22);

const processOf = (name: string) => Number(/-(\d+)(?:\.|$)/.exec(name.slice(22))?.[1]);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
