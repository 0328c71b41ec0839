import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Remembers on this machine which connections were deleted, since Coregit's reads show them for some time. Ids are never
 * given twice, so what is remembered stays true. An empty file each, beside the attempts, which go after a day with them;
 * where none can be written nothing is remembered, and reads are waited for instead.
 */
export class Deletions {
  readonly #folder: string | undefined;
  readonly #known = new Set<string>();

  /** @param folder where the files are kept; `undefined`: only this process remembers. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** A connection was certainly deleted. */
  add(id: string): void {
    this.#known.add(id);
    if (this.#folder === undefined) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(this.#folder, nameOf(id)), "", { mode: 0o600 });
    } catch {
      // See the class.
    }
  }

  /** Whether a connection was deleted, as far as this machine remembers. */
  has(id: string): boolean {
    return this.#known.has(id) || (this.#folder !== undefined && existsSync(join(this.#folder, nameOf(id))));
  }
}

/** Ids are opaque, and no names of files. */
function nameOf(id: string): string {
  return `deleted-${createHash("sha256").update(id).digest("base64url").slice(0, 22)}`;
}
