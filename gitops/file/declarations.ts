import type { Kind } from "../kinds";
import type { CoregitDeclaration } from "./coregitForm";
import type { Defaults } from "./documentForm";
import type { Places } from "./places";
import type { SigsentryDeclaration } from "./sigsentryForm";
import type { Place } from "./source";

/** What one file declares: one Pulumi stack. */
export interface DeclaredStack {
  /** The file's name without its ending; `undefined` for `connections.yaml`, which is any stack. */
  readonly name: string | undefined;
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** The SigSentry project, where the file names it. */
  readonly project?: string;
  /** The file's own defaults and those of its folder together. */
  readonly defaults: Defaults;
  /** By name, defaults filled in. */
  readonly sigsentry: Readonly<Record<string, SigsentryDeclaration>>;
  /** By name, defaults filled in. */
  readonly coregit: Readonly<Record<string, CoregitDeclaration>>;
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

/**
 * Where a declared connection, or a field of it, is written: for messages about what only shows later.
 *
 * @param path as the file has it, `credentials.token`; empty for the connection itself, `project` for its project.
 */
export function placeOf(stack: DeclaredStack, kind: Kind, name: string, path: string): Place {
  return stack.places.of(kind, name, path) ?? { file: stack.file, line: 1, column: 1 };
}
