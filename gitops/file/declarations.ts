import { providerKind } from "../../provider/kinds";
import { type ByKind, KINDS, type Kind } from "../../provider/kinds/names";
import type { Declared } from "../kinds/kind";
import type { Defaults } from "./documentForm";
import type { Places } from "./places";
import type { Place } from "./source";

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
