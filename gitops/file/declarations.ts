import { providerKind } from "../../provider/kinds";
import { type ByKind, KINDS, type Kind } from "../../provider/kinds/names";
import type { Declared } from "../kinds/kind";
import type { Defaults } from "./documentForm";
import { type Entry, follow, pointOf, stepsOf } from "./yaml/located";
import type { Place } from "./yaml/source";

/** What one file declares: one Pulumi stack. */
export interface DeclaredStack {
  /** The file's name without its ending; `undefined` for `connections.yaml`, which is any stack. */
  readonly name: string | undefined;
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** The project, where the file names it: of the kinds that know one. */
  readonly project?: string;
  /** The file's own defaults and those of its folder together. */
  readonly defaults: Defaults;
  /** By name, defaults filled in. */
  readonly connections: ByKind<Readonly<Record<string, Declared>>>;
  /** See {@link placeOf}. */
  readonly places: Places;
}

/** What the files of a project declare. */
export interface Declarations {
  /** The project's folder. */
  readonly folder: string;
  /** Sorted by file. */
  readonly stacks: readonly DeclaredStack[];
}

/** A connection of a stack. */
export interface DeclaredConnection {
  readonly kind: Kind;
  readonly name: string;
  readonly declared: Declared;
}

/** The connections that a stack declares, a kind after the other. */
export function connectionsOf({ connections }: DeclaredStack): DeclaredConnection[] {
  return KINDS.flatMap((kind) =>
    Object.entries(connections[kind]).map(([name, declared]) => ({ kind, name, declared })),
  );
}

/** What a stack declares of a connection; `undefined`: nothing. */
export function declaredAs(stack: DeclaredStack | undefined, kind: Kind, name: string): Declared | undefined {
  const all = stack?.connections[kind] ?? {};
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** The code host that a connection is to. */
export function hostOf(kind: Kind, declared: Declared): string {
  return String(declared[providerKind(kind).host]);
}

/**
 * Where a declared connection, or a field of it, is written: for messages about what only shows later.
 *
 * @param path as the file has it, `credentials.token`; empty for the connection itself, `project` for its project.
 */
export function placeOf(stack: DeclaredStack, kind: Kind, name: string, path: string): Place {
  return stack.places.of(kind, name, path) ?? { file: stack.file, line: 1, column: 1 };
}

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

/** What a stack is to have: what a file declares, nothing because its file is gone, or there is a mistake. */
export type Chosen =
  | { readonly stack: DeclaredStack | undefined; readonly problem?: undefined }
  | { readonly problem: string };

/** Says that a stack whose file is gone is to be emptied. */
export const PRUNE = "REPO_CONNECTIONS_PRUNE";

/**
 * The file of a stack: the only one, whatever the stack is called, or the one of its name.
 *
 * @param prune whether a stack without a file is to have nothing: everything in it is deleted then.
 */
export function stackFor({ stacks }: Declarations, name: string, prune: boolean): Chosen {
  const stack = stacks.find((one) => one.name === undefined || one.name === name);
  if (stack !== undefined || prune) return { stack };
  const names = stacks.map((one) => one.name).join(", ") || "none";
  return {
    problem:
      `No file declares the stack ${name}: there is no connections/${name}.yaml. Stacks with a file: ${names}. ` +
      "Select one of them with `pulumi stack select`; or, to delete everything in the stack because its file is gone for " +
      `good, set ${PRUNE}=true for this command.`,
  };
}
