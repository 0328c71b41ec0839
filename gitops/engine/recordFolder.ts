import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { OwnFolder } from "../../provider/files/ownFolder";

/** For how long a record is kept whose process was killed, in milliseconds: thirty days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Half-written ones included; those of versions up to 0.4.0 begin with a dot. */
const NAMES = /^\.?[0-9a-f-]{36}\.json(?:\.[0-9a-f-]{36})?$/;

/** A folder of the user's with a small file for each record. Where it cannot be used, there are no records. */
export class RecordFolder<Content> {
  readonly #folder: OwnFolder | undefined;

  /** @param folder `undefined`: there are no records. */
  constructor(
    folder: string | undefined,
    private readonly schema: z.ZodType<Content>,
  ) {
    this.#folder = folder === undefined ? undefined : new OwnFolder(folder, NAMES);
  }

  /** Adds a record, and removes those that are too old to be of use. */
  add(record: Content): string {
    this.#folder?.removeOlder(Date.now() - KEPT_MS);
    const file = `${randomUUID()}.json`;
    this.replace(file, record);
    return file;
  }

  /** Writes a record: whoever is killed meanwhile leaves the one before. */
  replace(file: string, record: Content): void {
    try {
      this.#folder?.write(file, JSON.stringify(record));
    } catch {
      // See the class.
    }
  }

  /** Removes a record; whether it was still there. Of several that do so at once, one is told so. */
  take(file: string): boolean {
    return this.#folder?.remove(file) ?? false;
  }

  /** All that can be read. */
  all(): { file: string; record: Content }[] {
    const files = this.#folder?.files() ?? [];
    return files.flatMap((file) => {
      const { data } = this.schema.safeParse(this.#folder?.read(file));
      return data === undefined ? [] : [{ file, record: data }];
    });
  }
}
