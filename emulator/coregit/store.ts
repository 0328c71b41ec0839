import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import { History, type Outdated } from "../history";
import type { Provider } from "./fields";

/** A connection as the service keeps it. It is never changed, only replaced by another. */
export interface Connection {
  readonly id: string;
  /** Counts the connections as they are made; lists are in this order. */
  readonly position: number;
  readonly organisationId: string;
  readonly provider: Provider;
  readonly label: string;
  readonly accessToken: string;
  readonly externalUsername: string | null;
  /** Milliseconds since 1970, as all moments here. */
  readonly lastSyncedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** What the list shows in place of these fields, or beside them: a record that no call could make. */
  readonly listedAs: Readonly<Record<string, unknown>>;
}

/** What is given for a new connection; an id not given is random. */
export type NewConnection = Omit<Connection, "id" | "position" | "createdAt" | "updatedAt" | "listedAs"> & {
  readonly id?: string | undefined;
  readonly listedAs?: Connection["listedAs"];
};

/** The fields of a connection that can be changed. */
export type Changes = Partial<
  Pick<Connection, "label" | "accessToken" | "externalUsername" | "lastSyncedAt" | "listedAs">
>;

/** What imports from or exports to a repository by means of a connection. */
export interface SyncConfiguration {
  readonly id: string;
  readonly connectionId: string;
  readonly organisationId: string;
}

/** The connections of all organisations and the sync configurations that use them. */
export class Store {
  readonly #clock: Clock;
  readonly #connections: History<Connection>;
  readonly #syncConfigurations = new Map<string, SyncConfiguration>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#connections = new History(clock, ({ organisationId }) => organisationId);
  }

  /** The connections of an organisation, oldest first, as they are or as they were. */
  list(organisationId: string, outdated: Outdated = {}): Connection[] {
    return this.#connections.list(organisationId, outdated);
  }

  /** The connection with an id, whosever it is. */
  find(id: string): Connection | undefined {
    return this.#connections.find(id);
  }

  /** The connection of an organisation with an id, as it is or as it was. */
  findOf(organisationId: string, id: string, outdated: Outdated = {}): Connection | undefined {
    return this.#connections.findOf(organisationId, id, outdated);
  }

  /** Adds a connection. */
  add(wanted: NewConnection): Connection {
    const now = this.#clock.now();
    return this.#connections.add({
      listedAs: {},
      ...wanted,
      id: wanted.id ?? newId(),
      position: this.#connections.nextPosition(),
      createdAt: now,
      updatedAt: now,
    });
  }

  /** Changes what is given and moves `updatedAt`, by a millisecond at least. */
  change(connection: Connection, changes: Changes): Connection {
    const updatedAt = Math.max(this.#clock.now(), connection.updatedAt + 1);
    return this.#connections.replace({ ...connection, ...changes, updatedAt });
  }

  /** Removes a connection, its token with it, and the sync configurations that use it. */
  remove(connection: Connection): void {
    this.#connections.remove(connection);
    for (const { id, connectionId } of this.#syncConfigurations.values())
      if (connectionId === connection.id) this.#syncConfigurations.delete(id);
  }

  /** Adds a sync configuration that uses a connection. */
  addSyncConfiguration({ id: connectionId, organisationId }: Connection): SyncConfiguration {
    const added = { id: `sync_${randomUUID()}`, connectionId, organisationId };
    this.#syncConfigurations.set(added.id, added);
    return added;
  }

  /** The sync configurations of an organisation. */
  syncConfigurations(organisationId: string): SyncConfiguration[] {
    return [...this.#syncConfigurations.values()].filter((each) => each.organisationId === organisationId);
  }

  /** Removes everything. */
  clear(): void {
    this.#connections.clear();
    this.#syncConfigurations.clear();
  }
}

/** 21 characters of `A-Za-z0-9-`: with the underscores that Coregit has too, some would look like tokens, and be masked. */
function newId(): string {
  return randomBytes(16).toString("base64url").replaceAll("_", "-").slice(0, 21);
}
