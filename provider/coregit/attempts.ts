import { createHmac } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Settings } from "./settings";

/** For how long a creation can be found again, in milliseconds: a day, as services keep idempotency keys. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** What is sent to make a connection. */
export interface Wanted {
  readonly provider: string;
  readonly label: string;
  readonly accessToken: string;
}

const attemptSchema = z.object({
  provider: z.string(),
  label: z.string(),
  /** Tells whether it was the same token, and nothing else of it. */
  tokenMac: z.string(),
  /** When it was sent, by the service's clock, in Unix milliseconds. */
  startedAt: z.number(),
  /** The connections that were listed before. */
  before: z.array(z.string()),
  /** What the service answered; absent when no answer came, or the process was killed. */
  id: z.string().exactOptional(),
});

/** A creation that was begun. */
export type Attempt = z.output<typeof attemptSchema>;

/**
 * Remembers on this machine which creations were begun: the record that other services keep by an idempotency key.
 * With it a creation is found again whose answer never came, or never reached the engine.
 *
 * A file each, of which nothing secret can be learnt. Where it cannot be written the creation goes on without: then
 * nobody can tell for certain whose connection it is, and the user is asked.
 */
export class Attempts {
  readonly #folder: string | undefined;
  readonly #settings: Settings;
  #isClean = false;

  /** @param folder where the files are kept; `undefined`: nothing is remembered. */
  constructor(folder: string | undefined, settings: Settings) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** The last creation of a resource, if it was begun not more than a day before `now`. */
  find(identity: string, now: number): Attempt | undefined {
    const path = this.#pathOf(identity);
    if (path === undefined) return undefined;
    const attempt = read(path);
    return attempt && now - attempt.startedAt < KEPT_MS ? attempt : undefined;
  }

  /** Whether a connection was made for another resource, as far as this machine remembers. */
  isOfAnother(id: string, identity: string): boolean {
    const own = this.#pathOf(identity);
    return this.#paths().some((path) => path !== own && read(path)?.id === id);
  }

  /** Remembers a creation that is about to be sent. */
  begin(identity: string, wanted: Wanted, startedAt: number, before: readonly string[]): Attempt {
    const { provider, label, accessToken } = wanted;
    const tokenMac = this.#macOf(accessToken);
    const attempt = { provider, label, tokenMac, startedAt, before: [...before] };
    this.#clean();
    this.#write(identity, attempt);
    return attempt;
  }

  /** Remembers what a creation has made. */
  end(identity: string, attempt: Attempt, id: string): void {
    this.#write(identity, { ...attempt, id });
  }

  /** Forgets a creation that certainly made nothing. */
  forget(identity: string): void {
    const path = this.#pathOf(identity);
    if (path !== undefined) remove(path);
  }

  /** Whether an attempt sent just this. */
  isSame(attempt: Attempt, { provider, label, accessToken }: Wanted): boolean {
    return (
      attempt.provider === provider &&
      attempt.label === label &&
      attempt.tokenMac === this.#macOf(accessToken)
    );
  }

  /** Removes what is too old to be found. */
  #clean(): void {
    if (this.#isClean) return;
    this.#isClean = true;
    const oldest = Date.now() - KEPT_MS;
    for (const path of this.#paths()) remove(path, oldest);
  }

  #paths(): string[] {
    const folder = this.#folder;
    if (folder === undefined) return [];
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  }

  /** Killed at any moment, it leaves the whole file or none. */
  #write(identity: string, attempt: Attempt): void {
    const path = this.#pathOf(identity);
    if (this.#folder === undefined || path === undefined) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(attempt), { mode: 0o600 });
      renameSync(temporary, path);
    } catch {
      // Not to be had: see the class.
    }
  }

  #pathOf(identity: string): string | undefined {
    return (
      this.#folder && join(this.#folder, `${this.#macOf(`${this.#settings.baseUrl}\n${identity}`)}.json`)
    );
  }

  #macOf(text: string): string {
    return createHmac("sha256", this.#settings.apiKey).update(text).digest("base64url").slice(0, 22);
  }
}

/** The attempt in a file; one that cannot be read is none. */
function read(path: string): Attempt | undefined {
  try {
    return attemptSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

/**
 * What cannot be removed is left: it tells what was true.
 *
 * @param oldest removed only if it was last changed before this, in Unix milliseconds.
 */
function remove(path: string, oldest = Number.POSITIVE_INFINITY): void {
  try {
    if (statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
  } catch {
    // Not to be had: see the class.
  }
}
