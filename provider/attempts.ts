import { createHmac, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { programOf, resourceOf } from "./identity";
import type { Environment } from "./settings";
import { userFolder } from "./userFolder";
import { isObject } from "./values";

/** For how long a creation can be found again, in milliseconds: a day, as services keep idempotency keys. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** How far the times of a service's machines may lie apart, the rounding to seconds included, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 2_000;

/** How far apart the times of a connection that never changed may lie in a list, in milliseconds. */
export const SAME_MOMENT_MS = 5;

/** Where creations are remembered. */
export const attemptsFolder = (env: Environment) => userFolder("creations", env);

const remembered = z.object({
  mac: z.string().exactOptional(),
  /** As versions up to 0.4.0 called it. */
  tokenMac: z.string().exactOptional(),
  program: z.string().exactOptional(),
  resource: z.string().exactOptional(),
  startedAt: z.number(),
  before: z.array(z.string()),
  id: z.string().exactOptional(),
});

/** A creation that was begun. */
export interface Begun {
  /** Tells whether the same was sent, and nothing else of it. */
  readonly mac: string;
  /** Tell the program and its resource that it was made for. Versions up to 0.4.0 did not remember them. */
  readonly program?: string;
  readonly resource?: string;
  /** When it was sent, by the service's clock, in Unix milliseconds. */
  readonly startedAt: number;
  /** The connections that were listed before. */
  readonly before: readonly string[];
  /** What the service answered; absent when no answer came, or the process was killed. */
  readonly id?: string;
}

/** A creation that was begun, and what the connection looks like. */
export type Attempt<Looks> = Looks & Begun;

/** What an {@link Attempts} needs to know. */
interface AttemptsOptions<Looks> {
  /** Where the files are kept; `undefined`: nothing is remembered. */
  readonly folder: string | undefined;
  /** The service, and the key for all that is kept of secrets. */
  readonly settings: { readonly apiKey: string; readonly baseUrl: string };
  /** What is remembered of a connection's looks, by which a list shows it. */
  readonly looks: z.ZodType<Looks>;
  /** Is told, once, that nothing can be remembered. Default: nobody is. */
  readonly say?: ((message: string) => void) | undefined;
}

/**
 * Remembers on this machine which creations were begun. With it a creation is found again whose answer never came, or
 * never reached the engine, also when something else is declared by then.
 *
 * A file each, of which nothing secret can be learnt. Where it cannot be written, that is said, and the creation goes on
 * without: then nobody can tell for certain whose connection it is, and the user is asked.
 */
export class Attempts<Looks extends object> {
  readonly #options: AttemptsOptions<Looks>;
  #isClean = false;
  #isWarned = false;

  constructor(options: AttemptsOptions<Looks>) {
    this.#options = options;
  }

  /** The last creation of a resource, if it was begun not more than a day before `now`. */
  find(identity: string, now: number): Attempt<Looks> | undefined {
    const path = this.#pathOf(identity);
    if (path === undefined) return undefined;
    const attempt = this.#read(path);
    return attempt && now - attempt.startedAt < KEPT_MS ? attempt : undefined;
  }

  /** Whether a connection was made for another resource, as far as this machine remembers. */
  isOfAnother(id: string, identity: string): boolean {
    const own = this.#pathOf(identity);
    return this.#paths().some((path) => path !== own && begunIn(path)?.id === id);
  }

  /** Whether a connection was made for another resource of the same program, as far as this machine remembers. */
  isOfSibling(id: string, identity: string): boolean {
    const { program, resource } = this.#placeOf(identity);
    return this.#paths().some((path) => {
      const begun = begunIn(path);
      return begun?.id === id && begun.program === program && begun.resource !== resource;
    });
  }

  /**
   * Remembers a creation that is about to be sent.
   *
   * @param sent what is sent, secrets included: only a keyed hash of it is kept.
   * @param before the connections that there are.
   */
  begin(
    identity: string,
    looks: Looks,
    sent: string,
    { startedAt, before }: Pick<Begun, "startedAt" | "before">,
  ): Attempt<Looks> {
    const attempt = { ...looks, ...this.#placeOf(identity), mac: this.#macOf(sent), startedAt, before };
    this.#clean();
    this.#write(identity, attempt);
    return attempt;
  }

  /** Remembers what a creation has made. */
  end(identity: string, attempt: Attempt<Looks>, id: string): void {
    this.#write(identity, { ...attempt, id });
  }

  /** Forgets a creation that certainly made nothing. */
  forget(identity: string): void {
    const path = this.#pathOf(identity);
    if (path !== undefined) remove(path);
  }

  /** Forgets the creation of a connection that is deleted. */
  forgetMade(id: string): void {
    for (const path of this.#paths()) if (begunIn(path)?.id === id) remove(path);
  }

  /** Whether an attempt sent just this. */
  isSame({ mac }: Begun, sent: string): boolean {
    return mac === this.#macOf(sent);
  }

  /** Removes what is too old to be found. */
  #clean(): void {
    if (this.#isClean) return;
    this.#isClean = true;
    const oldest = Date.now() - KEPT_MS;
    for (const path of this.#paths()) remove(path, oldest);
  }

  #paths(): string[] {
    const { folder } = this.#options;
    if (folder === undefined) return [];
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  }

  #read(path: string): Attempt<Looks> | undefined {
    const begun = begunIn(path);
    const looks = this.#options.looks.safeParse(contentOf(path)).data;
    return begun && looks && { ...looks, ...begun };
  }

  /** Killed at any moment, it leaves the whole file or none. */
  #write(identity: string, attempt: Attempt<Looks>): void {
    const path = this.#pathOf(identity);
    const { folder } = this.#options;
    if (folder === undefined || path === undefined) return;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const temporary = `${path}.${randomUUID()}`;
      writeFileSync(temporary, JSON.stringify(attempt), { mode: 0o600 });
      renameSync(temporary, path);
    } catch (error) {
      this.#warn(folder, error);
    }
  }

  #warn(folder: string, error: unknown): void {
    if (this.#isWarned) return;
    this.#isWarned = true;
    const reason = isObject(error) && typeof error.code === "string" ? error.code : "unknown reason";
    this.#options.say?.(
      `Creations cannot be remembered in ${folder} (${reason}). If this run is killed, what it was creating may have to be taken over by hand (adopt).`,
    );
  }

  #pathOf(identity: string): string | undefined {
    const { folder, settings } = this.#options;
    return folder && join(folder, `${this.#macOf(`${settings.baseUrl}\n${identity}`)}.json`);
  }

  #placeOf(identity: string) {
    return { program: this.#macOf(programOf(identity)), resource: this.#macOf(resourceOf(identity)) };
  }

  #macOf(text: string): string {
    const { apiKey } = this.#options.settings;
    return createHmac("sha256", apiKey).update(text).digest("base64url").slice(0, 22);
  }
}

/** The creation that a file tells of; one that cannot be read tells of none. */
function begunIn(path: string): Begun | undefined {
  const { data } = remembered.safeParse(contentOf(path));
  if (data === undefined) return undefined;
  const { tokenMac = "", mac = tokenMac, ...rest } = data;
  return { ...rest, mac };
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
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
