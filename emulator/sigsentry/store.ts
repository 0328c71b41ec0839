import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import { History, type Outdated } from "../history";
import type { Credentials, Platform, ServiceMapping } from "./fields";

/** A repository connection as the service keeps it. It is never changed, only replaced by another. */
export interface Connection {
  readonly id: string;
  /** Counts the connections as they are made; lists are in the opposite order. */
  readonly position: number;
  readonly projectId: string;
  readonly platform: Platform;
  /** Null: authorised in the dashboard, the service holds the grant itself. */
  readonly credentials: Credentials | null;
  readonly repositories: readonly string[];
  readonly serviceMappings: readonly ServiceMapping[];
  readonly lookbackDays: number;
  readonly isActive: boolean;
  /** What the list shows in place of these fields, or beside them: a record that no call could make. */
  readonly listedAs: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970, as all moments here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly cacheFlushes: number;
  readonly lastCacheFlushAt: number | null;
}

/** What is given for a new connection; an id not given is random. */
export type NewConnection = Omit<
  Connection,
  "id" | "position" | "createdAt" | "updatedAt" | "cacheFlushes" | "lastCacheFlushAt" | "listedAs"
> & { readonly id?: string | undefined; readonly listedAs?: Connection["listedAs"] };

/** The fields of a connection that can be changed. */
export type Changes = Partial<
  Pick<
    Connection,
    "credentials" | "repositories" | "serviceMappings" | "lookbackDays" | "isActive" | "listedAs"
  >
>;

/** The connections of all projects. */
export class Store {
  readonly #clock: Clock;
  readonly #connections: History<Connection>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#connections = new History(clock, ({ projectId }) => projectId);
  }

  /** The connections of a project, oldest first, as they are or as they were. */
  list(projectId: string, outdated: Outdated = {}): Connection[] {
    return this.#connections.list(projectId, outdated);
  }

  /** The connection with an id, whosever it is. */
  find(id: string): Connection | undefined {
    return this.#connections.find(id);
  }

  /** Adds a connection. */
  add(wanted: NewConnection): Connection {
    const now = this.#clock.now();
    return this.#connections.add({
      listedAs: {},
      ...wanted,
      id: wanted.id ?? randomUUID(),
      position: this.#connections.nextPosition(),
      createdAt: now,
      updatedAt: now,
      cacheFlushes: 0,
      lastCacheFlushAt: null,
    });
  }

  /** Changes what is given and moves `updatedAt`, by a millisecond at least. */
  change(connection: Connection, changes: Changes): Connection {
    const updatedAt = Math.max(this.#clock.now(), connection.updatedAt + 1);
    return this.#connections.replace({ ...connection, ...changes, updatedAt });
  }

  /** Removes a connection, its credentials with it. */
  remove(connection: Connection): void {
    this.#connections.remove(connection);
  }

  /** Notes that a connection's cache was flushed; that is no change of the connection. */
  flushCache(connection: Connection): void {
    this.#connections.amend({
      ...connection,
      cacheFlushes: connection.cacheFlushes + 1,
      lastCacheFlushAt: this.#clock.now(),
    });
  }

  /** Removes everything. */
  clear(): void {
    this.#connections.clear();
  }
}
