import type { Properties } from "../../../provider/contract";
import { providerKind } from "../../../provider/kinds";
import type { Kind } from "../../../provider/kinds/names";
import type { Recorded, Unfinished } from "../../engine/snapshot";
import { connectionsOf, type DeclaredStack } from "../../file";
import { type Likeness, likenessOf } from "./likeness";

/** A connection that a stack's state has. */
export interface RecordedConnection extends Likeness, Pick<Recorded, "name" | "urn" | "id"> {
  readonly stack: string;
}

/** A connection that a stack's file declares. */
export interface WantedConnection extends Likeness {
  readonly stack: string;
  readonly file: string;
  readonly name: string;
  readonly adopt: string | undefined;
  readonly renamedFrom: string | undefined;
  readonly allowDuplicate: boolean;
}

/** A connection in whose creation a run was killed. */
export interface UnfinishedConnection extends Likeness {
  readonly stack: string;
  readonly name: string;
  readonly allowDuplicate: boolean;
}

/** One stack, as it is recorded and as it is declared. */
export interface SurveyedStack {
  readonly name: string;
  /** Whether Pulumi has the stack. */
  readonly exists: boolean;
  /** Why it may be another folder's. */
  readonly foreign: readonly string[];
  /** Declared by the run that was killed, and recorded by none. */
  readonly unfinished: readonly UnfinishedConnection[];
  /** When the state was written, in Unix milliseconds. */
  readonly savedAt: number | undefined;
  /** Whether Pulumi keeps in mind that a run was killed while it created something. */
  readonly isCreationCutOff: boolean;
  /** Whether a run was killed while it deleted something. */
  readonly isDeletionCutOff: boolean;
  /** The stack's file; absent where no file declares it any more. */
  readonly file: string | undefined;
  readonly recorded: readonly RecordedConnection[];
  readonly declared: readonly WantedConnection[];
}

/** A recorded connection, of a stack. */
export function recordedIn(stack: string, { kind, name, urn, id, side }: Recorded): RecordedConnection {
  return { stack, name, urn, id, ...likenessIn(kind, side.inputs) };
}

/** A connection of a stack in whose creation a run was killed; an adoption makes none. */
export function unfinishedIn(stack: string, { kind, name, inputs }: Unfinished): UnfinishedConnection[] {
  if (inputs.adopt !== undefined) return [];
  return [{ stack, name, allowDuplicate: inputs.allowDuplicate === true, ...likenessIn(kind, inputs) }];
}

/** What tells one connection from another, as far as a state has it in the clear. */
function likenessIn(kind: Kind, inputs: Properties): Likeness {
  const { projectId: project } = inputs;
  return { ...likenessOf(kind, inputs), project: typeof project === "string" ? project : undefined };
}

/**
 * The connections that a file declares.
 *
 * @param project the project that the stack is for where the file names none.
 */
export function declaredIn(
  stack: string,
  declared: DeclaredStack | undefined,
  project: string | undefined,
): WantedConnection[] {
  if (declared === undefined) return [];
  const { file } = declared;
  return connectionsOf(declared).map(({ kind, name, declared: one }) => {
    const { adopt, renamedFrom, allowDuplicate = false } = one;
    return {
      ...{ stack, file, name, adopt, renamedFrom, allowDuplicate, ...likenessOf(kind, one) },
      project: providerKind(kind).project && (declared.project ?? project),
    };
  });
}

/** What a connection of a stack is called, for looking it up. */
export const keyOf = ({ kind, name }: { readonly kind: Kind; readonly name: string }) => `${kind} ${name}`;

/** What a connection is at its service, for looking it up. */
export const idOf = ({ kind, id }: { readonly kind: Kind; readonly id: string }) => `${kind} ${id}`;
