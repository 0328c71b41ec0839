import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { Credentials, Platform, ServiceMapping } from "./fields";

/** A repository connection as the service keeps it. It is never changed, only replaced by another. */
export interface Connection {
  readonly id: string;
  /** Counts the connections as they are made; lists are in this order. */
  readonly position: number;
  readonly projectId: string;
  readonly platform: Platform;
  /** Null: authorised in the dashboard, the service holds the grant itself. */
  readonly credentials: Credentials | null;
  readonly repositories: readonly string[];
  readonly serviceMappings: readonly ServiceMapping[];
  readonly lookbackDays: number;
  readonly isActive: boolean;
  /** Milliseconds since 1970, as all moments here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly cacheFlushes: number;
  readonly lastCacheFlushAt: number | null;
}

/** What is given for a new connection; an id not given is random. */
export type NewConnection = Omit<
  Connection,
  "id" | "position" | "createdAt" | "updatedAt" | "cacheFlushes" | "lastCacheFlushAt"
> & { readonly id?: string | undefined };

/** The fields of a connection that can be changed. */
export type Changes = Partial<
  Pick<Connection, "credentials" | "repositories" | "serviceMappings" | "lookbackDays" | "isActive">
>;

/** How many of the last writes to a project can be undone to answer an outdated list. */
const MOST_UNDOABLE = 1000;

/** The connections of all projects. */
export class Store {
  readonly #clock: Clock;
  readonly #connections = new Map<string, Connection>();
  /** By project, what each write replaced: the connection before, or undefined for a new one. */
  readonly #writes = new Map<string, { id: string; before: Connection | undefined }[]>();

  #lastPosition = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The connections of a project, oldest first, as they were before the last `staleWrites` writes to it. */
  list(projectId: string, staleWrites = 0): Connection[] {
    const undone = new Map(this.#connections);
    const writes = staleWrites === 0 ? [] : (this.#writes.get(projectId) ?? []).slice(-staleWrites);
    for (const { id, before } of writes.reverse()) {
      if (before === undefined) undone.delete(id);
      else undone.set(id, before);
    }
    return [...undone.values()]
      .filter((connection) => connection.projectId === projectId)
      .sort((a, b) => a.position - b.position);
  }

  /** The connection with an id, whosever it is. */
  find(id: string): Connection | undefined {
    return this.#connections.get(id);
  }

  /** Adds a connection. */
  add(wanted: NewConnection): Connection {
    const id = wanted.id ?? randomUUID();
    if (this.#connections.has(id)) throw new Error(`there is already a connection ${id}`);
    const now = this.#clock.now();
    this.#lastPosition += 1;
    const position = this.#lastPosition;
    const added = {
      ...wanted,
      id,
      position,
      createdAt: now,
      updatedAt: now,
      cacheFlushes: 0,
      lastCacheFlushAt: null,
    };
    this.#write(id, added.projectId, added);
    return added;
  }

  /** Changes what is given and moves `updatedAt`, by a millisecond at least. */
  change(connection: Connection, changes: Changes): Connection {
    const updatedAt = Math.max(this.#clock.now(), connection.updatedAt + 1);
    const changed: Connection = { ...connection, ...changes, updatedAt };
    this.#write(connection.id, connection.projectId, changed);
    return changed;
  }

  /** Removes a connection, its credentials with it. */
  remove({ id, projectId }: Connection): void {
    this.#write(id, projectId, undefined);
  }

  /** Notes that a connection's cache was flushed; that is no change of the connection. */
  flushCache(connection: Connection): void {
    this.#connections.set(connection.id, {
      ...connection,
      cacheFlushes: connection.cacheFlushes + 1,
      lastCacheFlushAt: this.#clock.now(),
    });
  }

  /** Removes everything. */
  clear(): void {
    this.#connections.clear();
    this.#writes.clear();
  }

  #write(id: string, projectId: string, after: Connection | undefined): void {
    const writes = this.#writes.get(projectId) ?? [];
    writes.push({ id, before: this.#connections.get(id) });
    if (writes.length > MOST_UNDOABLE) writes.shift();
    this.#writes.set(projectId, writes);
    if (after === undefined) this.#connections.delete(id);
    else this.#connections.set(id, after);
  }
}
