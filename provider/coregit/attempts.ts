import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

  /** @param folder where the files are kept; `undefined`: nothing is remembered. */
  constructor(folder: string | undefined, settings: Settings) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** The last creation of a resource, if it was begun not more than a day before `now`. */
  find(identity: string, now: number): Attempt | undefined {
    const path = this.#pathOf(identity);
    if (path === undefined) return undefined;
    try {
      const attempt = attemptSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      return now - attempt.startedAt < KEPT_MS ? attempt : undefined;
    } catch {
      return undefined;
    }
  }

  /** Remembers a creation that is about to be sent. */
  begin(identity: string, wanted: Wanted, startedAt: number, before: readonly string[]): Attempt {
    const { provider, label, accessToken } = wanted;
    const tokenMac = this.#macOf(accessToken);
    const attempt = { provider, label, tokenMac, startedAt, before: [...before] };
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
    if (path !== undefined) rmSync(path, { force: true });
  }

  /** Whether an attempt sent just this. */
  isSame(attempt: Attempt, { provider, label, accessToken }: Wanted): boolean {
    return (
      attempt.provider === provider &&
      attempt.label === label &&
      attempt.tokenMac === this.#macOf(accessToken)
    );
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
