import { z } from "zod";
import type { Properties } from "../../../provider/contract";
import type { Recorded, Unfinished } from "../../engine/engine";
import type { CoregitDeclaration, DeclaredStack, SigsentryDeclaration } from "../../file";
import type { Kind } from "../../kinds";
import type { Likeness } from "./likeness";

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

const text = z.string().optional().catch(undefined);

/** What tells one connection from another, as far as a state has it in the clear. */
const plainInputs = z.object({
  platform: text,
  provider: text,
  projectId: text,
  label: text,
  repositories: z.array(z.string()).optional().catch(undefined),
});

/** A recorded connection, of a stack. */
export function recordedIn(stack: string, { kind, name, urn, id, side }: Recorded): RecordedConnection {
  return { stack, kind, name, urn, id, ...likenessIn(side.inputs) };
}

/** A connection of a stack in whose creation a run was killed; an adoption makes none. */
export function unfinishedIn(stack: string, { kind, name, inputs }: Unfinished): UnfinishedConnection[] {
  if (inputs.adopt !== undefined) return [];
  return [{ stack, kind, name, allowDuplicate: inputs.allowDuplicate === true, ...likenessIn(inputs) }];
}

function likenessIn(inputs: Properties): Omit<Likeness, "kind"> {
  const { platform, provider, projectId: project, repositories, label } = plainInputs.parse(inputs);
  return { project, host: platform ?? provider, repositories, label };
}

/**
 * The connections that a file declares.
 *
 * @param project the SigSentry project that the stack is for where the file names none.
 */
export function declaredIn(
  stack: string,
  declared: DeclaredStack | undefined,
  project: string | undefined,
): WantedConnection[] {
  if (declared === undefined) return [];
  const { file } = declared;
  return [
    ...Object.entries(declared.sigsentry).map(([name, one]) => ({
      ...{ stack, file, name, kind: "sigsentry" as const, ...wishesOf(one) },
      ...{ project: declared.project ?? project, host: one.platform },
      ...{ repositories: one.repositories, label: undefined },
    })),
    ...Object.entries(declared.coregit).map(([name, one]) => ({
      ...{ stack, file, name, kind: "coregit" as const, ...wishesOf(one) },
      ...{ project: undefined, host: one.provider, repositories: undefined, label: one.label },
    })),
  ];
}

function wishesOf(declared: SigsentryDeclaration | CoregitDeclaration) {
  const { adopt, renamedFrom, allowDuplicate = false } = declared;
  return { adopt, renamedFrom, allowDuplicate };
}

/** What a connection of a stack is called, for looking it up. */
export const keyOf = ({ kind, name }: { readonly kind: Kind; readonly name: string }) => `${kind} ${name}`;

/** What a connection is at its service, for looking it up. */
export const idOf = ({ kind, id }: { readonly kind: Kind; readonly id: string }) => `${kind} ${id}`;
