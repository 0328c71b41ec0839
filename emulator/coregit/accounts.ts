import { randomUUID } from "node:crypto";
import { type Key, Keyring } from "../keyring";

/** A customer of the service; connections and keys belong to it. */
export interface Organisation {
  readonly id: string;
}

/** The kinds of keys the API knows, by their prefixes: a master key `cgk_live_`, a scoped token `cgt_`. */
export type KeyKind = "cgk_live" | "cgt";

/** An API key. */
export type ApiKey = Key<{
  readonly kind: KeyKind;
  readonly organisationId: string;
  readonly revoked: boolean;
  /** ISO 8601, null for never. */
  readonly expiresAt: string | null;
}>;

/** The organisations and their keys. */
export class Accounts {
  readonly keys = new Keyring<Omit<ApiKey, "id" | "value">>();
  readonly #organisations = new Map<string, Organisation>();

  /** Adds an organisation; an id not given is random. */
  addOrganisation(wanted: { id?: string | undefined } = {}): Organisation {
    const organisation = { id: wanted.id ?? `org_${randomUUID()}` };
    if (this.#organisations.has(organisation.id))
      throw new Error(`there is already an organisation ${organisation.id}`);
    this.#organisations.set(organisation.id, organisation);
    return organisation;
  }

  /** Throws when there is no organisation with an id. */
  mustHave(organisationId: string): void {
    if (!this.#organisations.has(organisationId))
      throw new Error(`there is no organisation ${organisationId}`);
  }

  /** All organisations. */
  organisations(): Organisation[] {
    return [...this.#organisations.values()];
  }

  /** Removes everything. */
  clear(): void {
    this.#organisations.clear();
    this.keys.clear();
  }
}
