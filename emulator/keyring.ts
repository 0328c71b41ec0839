import { randomBytes, randomUUID } from "node:crypto";

/** What every service keeps of an API key; `kind` is how its value begins. */
export interface KeyDetails {
  readonly kind: string;
  readonly revoked: boolean;
  /** ISO 8601, null for never. */
  readonly expiresAt: string | null;
}

/** An API key: what the service keeps of it, its value, and an id by which it can be named without telling that. */
export type Key<Details extends KeyDetails> = Details & { readonly id: string; readonly value: string };

/** The API keys of a service. */
export class Keyring<Details extends KeyDetails> {
  readonly #keys = new Map<string, Key<Details>>();

  /** Adds a key; a value not given is random. */
  add(details: Details, wanted?: string): Key<Details> {
    const { kind } = details;
    const value = wanted ?? `${kind}_${randomBytes(16).toString("hex")}`;
    if (!value.startsWith(`${kind}_`)) throw new Error(`a key of this kind begins with ${kind}_`);
    if (this.#keys.has(value)) throw new Error("there is already such a key");
    const key = { ...details, id: `key_${randomUUID()}`, value };
    this.#keys.set(value, key);
    return key;
  }

  /** Changes a key (revokes it, lets it expire …) found by its id. */
  change(id: string, changes: Partial<Details>): Key<Details> {
    const key = this.all().find((candidate) => candidate.id === id);
    if (key === undefined) throw new Error(`there is no key ${id}`);
    const changed = { ...key, ...changes };
    this.#keys.set(key.value, changed);
    return changed;
  }

  /** The key with a value. */
  find(value: string): Key<Details> | undefined {
    return this.#keys.get(value);
  }

  /** All keys. */
  all(): Key<Details>[] {
    return [...this.#keys.values()];
  }

  /** Removes all keys. */
  clear(): void {
    this.#keys.clear();
  }
}

/** Whether a key has expired; `now` is in milliseconds since 1970. */
export function isExpired({ expiresAt }: KeyDetails, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** A key as it may be shown: without its value. */
export function withoutValue<Shown extends { value: string }>({ value: _, ...rest }: Shown) {
  return rest;
}
