import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../contract";
import { readRegularFile } from "./regularFile";

/**
 * Where this package keeps what it remembers on this machine, beside what Pulumi itself keeps: a folder of the user's.
 *
 * @returns `undefined` for a user without a home; then nothing is remembered.
 */
export function userFolder(name: string, { PULUMI_HOME }: Environment = process.env): string | undefined {
  const pulumi = PULUMI_HOME || pulumiInHome();
  return pulumi === undefined ? undefined : join(pulumi, "pulumi-repo-connections", name);
}

/** Without `HOME` the system is asked, and knows nothing of a user without a passwd entry. */
function pulumiInHome(): string | undefined {
  try {
    return join(homedir(), ".pulumi");
  } catch {
    return undefined;
  }
}

/** Larger than any record, in bytes. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * A folder of the user's in which this package keeps small files of its own. It follows no link and touches no other
 * file: whatever is laid into the folder, and wherever the folder is made to lead, nothing else is read or removed.
 */
export class OwnFolder {
  /** @param names what this package calls its files there; all others are left alone. */
  constructor(
    readonly path: string,
    private readonly names: RegExp,
  ) {}

  /** The names of the files; none where the folder cannot be read. */
  files(): string[] {
    try {
      return this.#isOwn() ? readdirSync(this.path).filter((name) => this.names.test(name)) : [];
    } catch {
      return [];
    }
  }

  /** What a file says as JSON; `undefined`: it is not there, is no file, or says nothing of the kind. */
  read(name: string): unknown {
    try {
      if (this.statOf(name) === undefined) return undefined;
      const content = readRegularFile(join(this.path, name), MAX_RECORD_BYTES);
      return "bytes" in content ? JSON.parse(content.bytes.toString("utf8")) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Of a file, and of nothing else, when it was last changed, in Unix milliseconds. */
  statOf(name: string): number | undefined {
    if (!this.#isOwn()) return undefined;
    const stats = statsOf(join(this.path, name));
    return stats?.isFile() ? stats.mtimeMs : undefined;
  }

  /**
   * Writes a file: whoever is killed meanwhile leaves the one before.
   *
   * @throws Error where it cannot be written.
   */
  write(name: string, text: string): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    if (!this.#isOwn()) throw new NoFolder();
    const temporary = join(this.path, `${name}.${randomUUID()}`);
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, join(this.path, name));
  }

  /** Removes a file; whether it was there. Of several that do so at once, one is told so. */
  remove(name: string): boolean {
    try {
      if (this.statOf(name) === undefined) return false;
      rmSync(join(this.path, name));
      return true;
    } catch {
      return false;
    }
  }

  /** Removes files that were last changed before a time in Unix milliseconds. */
  removeOlder(than: number): void {
    for (const name of this.files()) {
      const changedAt = this.statOf(name);
      if (changedAt !== undefined && changedAt < than) this.remove(name);
    }
  }

  /** Whether the folder and the one that it lies in, which this package makes too, are folders and no links. */
  #isOwn(): boolean {
    return [this.path, dirname(this.path)].every((path) => statsOf(path)?.isDirectory() === true);
  }
}

/** Of what is at a path itself, not of what it may lead to; `undefined`: nothing is there, or it may not be asked for. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** In the form of the system's own errors. */
class NoFolder extends Error {
  override readonly name = "NoFolder";
  readonly code = "a link, or no folder";
}
