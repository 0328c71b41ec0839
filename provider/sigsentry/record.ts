import type { Properties } from "../lifecycle";
import type { Credentials } from "./credentials";
import { UPDATABLE } from "./diff";
import { normalise } from "./normalise";
import { type Inputs, inputsSchema, type State, stateSchema } from "./schema";
import { connectionRecord, connectionTimes } from "./wire";

/** The version of the recorded state's shape; it is written into the state from version 2 on. */
const STATE_VERSION = 1;

/**
 * The state as it was recorded, perhaps with another version of the package.
 *
 * @throws Error when it was recorded with a version that this one cannot know, or changed by hand.
 */
export function readState(properties: Properties): State {
  refuseNewerState(properties);
  const state = stateSchema.safeParse(properties);
  if (state.success) return state.data;
  const fields = state.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new Error(
    `The recorded state of this connection cannot be read (${fields}): was it changed by hand? Nothing was done.`,
  );
}

/** @throws Error when the state was recorded with a version of the package that knows more than this one. */
export function refuseNewerState({ stateVersion }: Properties): void {
  if (typeof stateVersion !== "number" || stateVersion <= STATE_VERSION) return;
  throw new Error(
    `The state of this connection was written by a newer version of pulumi-repo-connections (shape ${stateVersion}, this one knows ${STATE_VERSION}). Nothing was done: upgrade the package.`,
  );
}

/**
 * A listed connection as state, in the normal form that declared inputs have too.
 *
 * @param old what was recorded before: the service does not show everything.
 * @throws Error when the record does not have the shape that the service documents.
 */
export function stateOf(record: unknown, old: Partial<State>): State {
  const parsed = connectionRecord.safeParse(record);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Error(
      `SigSentry lists this connection in a form this version of the provider does not know (${fields}). ` +
        "The state is unchanged; a newer version of pulumi-repo-connections may read it.",
    );
  }
  const { id: _, ...fields } = parsed.data;
  return stateSchema.parse(normalise({ ...notShown(old), ...fields }));
}

/** What the service does not show; of an update that was not confirmed, only credentials are still in doubt once it is read. */
function notShown(old: Partial<State>): Properties {
  const { projectId, credentials, credentialsFrom, credentialsFingerprint, credentialsVersion } = old;
  const { cachePurgePending, unconfirmed } = old;
  return {
    ...{
      projectId,
      credentials,
      credentialsFrom,
      credentialsFingerprint,
      credentialsVersion,
      cachePurgePending,
    },
    unconfirmed: unconfirmed?.includes("credentials") ? ["credentials"] : undefined,
  };
}

/** The inputs that would declare a state; what the service keeps for itself is left out. */
export function inputsOf(state: State): Inputs {
  return inputsSchema.parse(state);
}

/** The body of a create: everything but what the service does not accept there. */
export function creationOf(inputs: Inputs, credentials: Credentials): Properties {
  const { platform, repositories, serviceMappings, lookbackDays } = inputs;
  return { platform, credentials, repositories, serviceMappings, lookbackDays };
}

/** The body of an update: the fields that are to change, and no others. */
export function changesOf(
  inputs: Inputs,
  changed: readonly string[],
  credentials: Credentials | undefined,
): Properties {
  const fields = changed.includes("credentialsVersion") ? [...changed, "credentials"] : changed;
  const values: Properties = { ...inputs, credentials };
  return Object.fromEntries(
    UPDATABLE.filter((field) => fields.includes(field) && values[field] !== undefined).map((field) => [
      field,
      values[field],
    ]),
  );
}

/**
 * The state after a write: what is declared, with the times of the record or of an earlier state. One that cannot be
 * read gives none, and the next refresh fills them in.
 */
export function stateAfterWrite(inputs: Inputs, record: unknown): State {
  const { adopt: _, ...declared } = inputs;
  return { ...declared, ...timesOf(record) };
}

/** The service's own times of a connection, as far as its record, or an earlier state, tells them. */
export function timesOf(record: unknown): Pick<State, "createdAt" | "updatedAt"> {
  const { createdAt, updatedAt } = connectionTimes.safeParse(record).data ?? {};
  return { ...(createdAt ? { createdAt } : {}), ...(updatedAt ? { updatedAt } : {}) };
}
