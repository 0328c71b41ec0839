import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

/** For how long a record is kept whose process was killed, in milliseconds: thirty days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** A folder of the user's with a small file for each record. Where it cannot be used, there are no records. */
export class RecordFolder<Content> {
  /** @param folder `undefined`: there are no records. */
  constructor(
    private readonly folder: string | undefined,
    private readonly schema: z.ZodType<Content>,
  ) {}

  /** Adds a record, and removes those that are too old to be of use. */
  add(record: Content): string {
    for (const file of this.#files()) if (this.#isOld(file)) this.take(file);
    const file = `${randomUUID()}.json`;
    this.replace(file, record);
    return file;
  }

  /** Writes a record: whoever is killed meanwhile leaves the one before. */
  replace(file: string, record: Content): void {
    const { folder } = this;
    if (folder === undefined) return;
    const temporary = join(folder, `.${randomUUID()}.json`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(temporary, JSON.stringify(record), { mode: 0o600, flag: "wx" });
      renameSync(temporary, join(folder, file));
    } catch {
      // See the class.
    }
  }

  /** Removes a record; whether it was still there. Of several that do so at once, one is told so. */
  take(file: string): boolean {
    try {
      rmSync(join(this.folder ?? "", file));
      return true;
    } catch {
      return false;
    }
  }

  /** All that can be read. */
  all(): { file: string; record: Content }[] {
    return this.#files().flatMap((file) => {
      const record = this.#read(file);
      return record === undefined ? [] : [{ file, record }];
    });
  }

  #files(): string[] {
    try {
      return this.folder === undefined ? [] : readdirSync(this.folder);
    } catch {
      return [];
    }
  }

  #read(file: string): Content | undefined {
    try {
      return this.schema.parse(JSON.parse(readFileSync(join(this.folder ?? "", file), "utf8")));
    } catch {
      return undefined;
    }
  }

  #isOld(file: string): boolean {
    try {
      return Date.now() - statSync(join(this.folder ?? "", file)).mtimeMs > KEPT_MS;
    } catch {
      return false;
    }
  }
}
