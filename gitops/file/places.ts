import type { Kind } from "../../provider/kinds/names";
import { type Entry, follow, pointOf, stepsOf } from "./located";
import type { Place } from "./source";

interface WrittenConnection {
  readonly kind: Kind;
  readonly name: string;
  readonly entry: Entry;
}

/** Where the connections of a stack are written. */
export class Places {
  readonly #connections: ReadonlyMap<string, Entry>;
  readonly #written: readonly WrittenConnection[];

  constructor(
    /** All of them, in the order in which the file has them. */
    readonly kinds: readonly Kind[],
    connections: readonly WrittenConnection[],
    /** The file's own field, which holds for all of them. */
    readonly project: Entry | undefined,
  ) {
    this.#written = connections;
    this.#connections = new Map(connections.map(({ kind, name, entry }) => [`${kind}.${name}`, entry]));
  }

  /** The names of a kind's connections, in the order in which they are written. */
  names(kind: Kind): string[] {
    return this.#written.filter((one) => one.kind === kind).map(({ name }) => name);
  }

  /**
   * Where a field of a connection is written, in the defaults or at an anchor perhaps. A field that is not there is
   * looked for at what would hold it.
   *
   * @param path as the file has it, `credentials.token`; empty for the connection itself, `project` for its project.
   */
  of(kind: Kind, name: string, path: string): Place | undefined {
    const connection = this.#connections.get(`${kind}.${name}`);
    if (connection === undefined) return undefined;
    const entry = path === "project" ? this.project : follow(connection, stepsOf(path)).entry;
    if (entry === undefined) return undefined;
    const { source, start } = pointOf(entry);
    return source.place(start);
  }
}
