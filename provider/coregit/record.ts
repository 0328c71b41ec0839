import type { z } from "zod";
import type { Properties } from "../contract";
import { fieldsOf, readRecorded, UnknownForm } from "../core/recorded";
import { type Foreign, timesIn } from "../text/foreign";
import { normalise } from "./normalise";
import {
  CREDENTIAL_PROPERTIES,
  type Inputs,
  inputsSchema,
  type State,
  type Status,
  stateSchema,
} from "./schema";
import { type ConnectionRecord, connectionRecord, recordOutputs } from "./wire";

/** The state as it was recorded; see {@link readRecorded}. */
export function readState(properties: Properties): State {
  return readRecorded(stateSchema, properties);
}

/** A state without what a service may have told with it: a secret, what nobody sees, a time that is none. */
export function cleaned(state: State, foreign: Foreign): State {
  const { externalUsername, createdAt: _, updatedAt: __, lastSyncedAt: ___, status, ...rest } = state;
  return {
    ...rest,
    ...(externalUsername === undefined ? {} : { externalUsername: foreign.told(externalUsername) }),
    ...timesIn(state, ["createdAt", "updatedAt", "lastSyncedAt"]),
    ...(status === undefined ? {} : { status: cleanedStatus(status, foreign) }),
  };
}

function cleanedStatus({ username, error, ...rest }: Status, foreign: Foreign): Status {
  return {
    ...rest,
    ...(username === undefined ? {} : { username: foreign.told(username) }),
    ...(error === undefined ? {} : { error: foreign.told(error) }),
  };
}

/**
 * A listed connection as state, in the normal form that declared inputs have too.
 *
 * @param old what was recorded before: the service does not show everything.
 * @throws UnknownForm when the record does not have the shape that the service documents.
 */
export function stateOf(record: unknown, old: Partial<State>): State {
  const listed = parsed(record);
  return stateSchema.parse(
    normalise({ ...notShown(old), provider: listed.provider, label: listed.label, ...outputsOf(listed) }),
  );
}

function parsed(record: unknown): ConnectionRecord {
  const result = connectionRecord.safeParse(record);
  if (result.success) return result.data;
  throw new UnknownForm("Coregit", fieldsOf(result.error, record));
}

/** What only the service knows, as far as a record tells it. */
export function outputsOf(record: z.output<typeof recordOutputs>): Partial<State> {
  const { external_username, created_at, updated_at, last_synced_at } = record;
  return {
    ...(external_username ? { externalUsername: external_username } : {}),
    ...(created_at ? { createdAt: created_at } : {}),
    ...(updated_at ? { updatedAt: updated_at } : {}),
    ...(last_synced_at ? { lastSyncedAt: last_synced_at } : {}),
  };
}

/** {@link outputsOf} a record in any form; one that cannot be read tells nothing. */
export function outputsOfAny(record: unknown): Partial<State> {
  return outputsOf(recordOutputs.safeParse(record).data ?? {});
}

/** What the service does not show; of an update that was not confirmed, only the token is in doubt once it is read. */
function notShown(old: Partial<State>): Properties {
  const { verify, deletionProtection, status, unconfirmed } = old;
  return {
    ...CREDENTIAL_PROPERTIES.recordedIn(old),
    ...{ verify, deletionProtection, status },
    unconfirmed: unconfirmed?.includes("accessToken") ? ["accessToken"] : undefined,
  };
}

/** The inputs that would declare a state; what the service keeps for itself is left out. */
export function inputsOf(state: State): Inputs {
  return inputsSchema.parse(state);
}

/** What is declared, as the part of a state that does not come from the service. */
export function declaredOf({ adopt: _, allowDuplicate: __, ...declared }: Inputs): State {
  return declared;
}
