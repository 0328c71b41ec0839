import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Environment } from "../contract";
import { OwnFolder, userFolder } from "../files/ownFolder";
import { programOf, resourceOf } from "./identity";
import { isObject } from "./values";

/** For how long a creation can be found again, in milliseconds: a day, as services keep idempotency keys. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** What the files are called, half-written ones and those of `Deletions` included. */
export const NAMES = /^(?:deleted-[\w-]{22}|[\w-]{22}\.json)(?:\.[0-9a-f-]{36})?$/;

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
  readonly #folder: OwnFolder | undefined;
  #isClean = false;
  #isWarned = false;

  constructor(options: AttemptsOptions<Looks>) {
    this.#options = options;
    this.#folder = options.folder === undefined ? undefined : new OwnFolder(options.folder, NAMES);
  }

  /** Whether nothing is remembered of any creation. */
  get isEmpty(): boolean {
    return this.#files().length === 0;
  }

  /** The last creation of a resource, if it was begun not more than a day before `now`. */
  find(identity: string, now: number): Attempt<Looks> | undefined {
    const attempt = this.#read(this.#nameOf(identity));
    return attempt && now - attempt.startedAt < KEPT_MS ? attempt : undefined;
  }

  /** Whether a connection was made for another resource, as far as this machine remembers. */
  isOfAnother(id: string, identity: string): boolean {
    const own = this.#nameOf(identity);
    return this.#files().some((name) => name !== own && this.#read(name)?.id === id);
  }

  /** Whether a connection was made for another resource of the same program, as far as this machine remembers. */
  isOfSibling(id: string, identity: string): boolean {
    const { program, resource } = this.#placeOf(identity);
    return this.#files().some((name) => {
      const begun = this.#read(name);
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

  /**
   * Remembers what a creation has made as far as its looks tell. Another resource's may be taken for it, so what was
   * sent with it is not known any more.
   */
  endByLooks(identity: string, attempt: Attempt<Looks>, id: string): Attempt<Looks> {
    const found = { ...attempt, mac: "", id };
    this.#write(identity, found);
    return found;
  }

  /** Forgets a creation that certainly made nothing. */
  forget(identity: string): void {
    this.#folder?.remove(this.#nameOf(identity));
  }

  /** Forgets the creation of a connection that is deleted. */
  forgetMade(id: string): void {
    for (const name of this.#files()) if (this.#read(name)?.id === id) this.#folder?.remove(name);
  }

  /** A connection is taken over: whatever resource it was made for, here or before an answer came, stands for it no more. */
  leave(id: string): void {
    for (const name of this.#files()) {
      const attempt = this.#read(name);
      if (attempt?.id === id) this.#folder?.remove(name);
      if (attempt && attempt.id === undefined)
        this.#put(name, { ...attempt, before: [...attempt.before, id] });
    }
  }

  /** Whether an attempt sent just this. */
  isSame({ mac }: Begun, sent: string): boolean {
    return mac === this.#macOf(sent);
  }

  /** Removes what is too old to be found. */
  #clean(): void {
    if (this.#isClean) return;
    this.#isClean = true;
    this.#folder?.removeOlder(Date.now() - KEPT_MS);
  }

  #files(): string[] {
    return this.#folder?.files() ?? [];
  }

  /** Services share the folder, and one may give an id that another one has given: the looks tell whose it is. */
  #read(name: string): Attempt<Looks> | undefined {
    const content = this.#folder?.read(name);
    const begun = begunBy(content);
    const looks = begun && this.#options.looks.safeParse(content).data;
    return begun && looks && { ...looks, ...begun };
  }

  #write(identity: string, attempt: Attempt<Looks>): void {
    this.#put(this.#nameOf(identity), attempt);
  }

  #put(name: string, attempt: object): void {
    try {
      this.#folder?.write(name, JSON.stringify(attempt));
    } catch (error) {
      this.#warn(this.#folder?.path ?? "", error);
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

  #nameOf(identity: string): string {
    return `${this.#macOf(`${this.#options.settings.baseUrl}\n${identity}`)}.json`;
  }

  #placeOf(identity: string) {
    return { program: this.#macOf(programOf(identity)), resource: this.#macOf(resourceOf(identity)) };
  }

  #macOf(text: string): string {
    const { apiKey } = this.#options.settings;
    return createHmac("sha256", apiKey).update(text).digest("base64url").slice(0, 22);
  }
}

/** The creation that a file's content tells of; one that cannot be read tells of none. */
function begunBy(content: unknown): Begun | undefined {
  const { data } = remembered.safeParse(content);
  if (data === undefined) return undefined;
  const { tokenMac = "", mac = tokenMac, ...rest } = data;
  return { ...rest, mac };
}
