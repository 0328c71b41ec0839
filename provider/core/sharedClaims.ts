import { createHash } from "node:crypto";
import { z } from "zod";
import type { Environment } from "../contract";
import { OwnFolder, userFolder } from "../files/ownFolder";

/** A resource's claim on a connection. */
export interface Claim {
  readonly identity: string;
  /** Whether the resource names it in `adopt`. */
  readonly isAdopted: boolean;
}

const claim = z.object({ identity: z.string(), isAdopted: z.boolean() });

/** A file names what it is about, and the process that wrote it. */
const NAMES = /^[\w-]{22}-\d+(?:\.[0-9a-f-]{36})?$/;

/**
 * The claims that every process of one run of the engine makes: it starts one for each configuration of a service, and
 * two configurations may well reach the same connections.
 *
 * Each process writes files of its own and then looks for the others': of two that claim the same at once, one at least
 * finds the other's. Where nothing can be written, a process knows its own claims alone.
 */
export class SharedClaims {
  readonly #processes: OwnFolder;
  readonly #claims: OwnFolder;
  readonly #pid: number;
  readonly #run: string;
  #isAnnounced = false;

  private constructor(folder: string, run: string, pid: number) {
    this.#processes = new OwnFolder(`${folder}-by`, NAMES);
    this.#claims = new OwnFolder(folder, NAMES);
    this.#run = run;
    this.#pid = pid;
  }

  /**
   * Those of a run, on this machine.
   *
   * @param run names it, and the service.
   * @returns `undefined` for a user without a home.
   */
  static of(run: string, environment: Environment, pid = process.pid): SharedClaims | undefined {
    const folder = userFolder("claims", environment);
    return folder === undefined ? undefined : new SharedClaims(folder, run, pid);
  }

  /** Makes a claim; returns what another process claims of the same connection for another resource. */
  make(id: string, own: Claim): Claim | undefined {
    try {
      this.#announce();
      this.#claims.write(this.#nameOf(id, this.#pid), JSON.stringify(own));
    } catch {
      return undefined;
    }
    return this.#others(id).find(({ identity }) => identity !== own.identity);
  }

  #others(id: string): Claim[] {
    const run = hash(this.#run);
    return this.#processes
      .files()
      .filter((name) => name.startsWith(`${run}-`))
      .map(processOf)
      .filter((pid) => pid !== this.#pid && isAlive(pid))
      .flatMap((pid) => claim.safeParse(this.#claims.read(this.#nameOf(id, pid))).data ?? []);
  }

  /** Before the first claim: so whoever looks for others' claims knows where to look. */
  #announce(): void {
    if (this.#isAnnounced) return;
    for (const folder of [this.#processes, this.#claims]) {
      for (const name of folder.files()) if (!isAlive(processOf(name))) folder.remove(name);
    }
    this.#processes.write(`${hash(this.#run)}-${this.#pid}`, "{}");
    this.#isAnnounced = true;
  }

  #nameOf(id: string, pid: number): string {
    return `${hash(`${this.#run}\n${id}`)}-${pid}`;
  }
}

const hash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 22);

/** The process that a file is of; nobody tidies up after one that is killed. */
const processOf = (name: string) => Number(/-(\d+)(?:\.|$)/.exec(name.slice(22))?.[1]);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
