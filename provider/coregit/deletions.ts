import { createHash } from "node:crypto";
import { NAMES } from "../core/attempts";
import { OwnFolder } from "../files/ownFolder";

/**
 * Remembers on this machine which connections were deleted, since Coregit's reads show them for some time. Ids are never
 * given twice, so what is remembered stays true. An empty file each, beside the attempts, which go after a day with them;
 * where none can be written nothing is remembered, and reads are waited for instead.
 */
export class Deletions {
  readonly #folder: OwnFolder | undefined;
  readonly #known = new Set<string>();

  /** @param folder where the files are kept; `undefined`: only this process remembers. */
  constructor(folder: string | undefined) {
    this.#folder = folder === undefined ? undefined : new OwnFolder(folder, NAMES);
  }

  /** A connection was certainly deleted. */
  add(id: string): void {
    this.#known.add(id);
    try {
      this.#folder?.write(nameOf(id), "");
    } catch {
      // See the class.
    }
  }

  /** Whether a connection was deleted, as far as this machine remembers. */
  has(id: string): boolean {
    return this.#known.has(id) || this.#folder?.statOf(nameOf(id)) !== undefined;
  }
}

/** Ids are opaque, and no names of files. */
function nameOf(id: string): string {
  return `deleted-${createHash("sha256").update(id).digest("base64url").slice(0, 22)}`;
}
