import { sendUpdate } from "../unconfirmed";
import { CLOCK_TOLERANCE_MS, type CoregitClient } from "./client";
import { declaredOf, outputsOfAny } from "./record";
import type { Inputs, State } from "./schema";

/** What holds the token, or its fingerprint. */
const SECRETS = ["accessToken", "accessTokenFrom", "accessTokenFingerprint"];

/** The fields that an update sends. */
export type Changes = { readonly label?: string; readonly accessToken?: string };

/**
 * Sends `changes` to a connection and returns the state then, with the result of the last test.
 *
 * @param changes the fields to be sent; none: nothing is sent.
 * @throws PartialFailure when it is not certain that the update was carried out; the state in it says what to send again.
 */
export async function bring(
  client: CoregitClient,
  id: string,
  old: State,
  inputs: Inputs,
  changes: Changes,
): Promise<State> {
  const { status, seenByKeys, accessTokenChangedAt } = old;
  const known = {
    ...declaredOf(inputs),
    ...(status === undefined ? {} : { status }),
    ...(seenByKeys === undefined ? {} : { seenByKeys }),
    ...(accessTokenChangedAt === undefined ? {} : { accessTokenChangedAt }),
  };
  if (Object.keys(changes).length === 0) return { ...known, ...outputsKept(old) };
  const began = performance.now();
  const update = { old, inputs, secrets: SECRETS, changes };
  await sendUpdate(id, update, () => client.update(id, bodyOf(changes)));
  // Only the answer has told the service's time, where this was the first request.
  const answeredAt = client.now();
  const startedAt = answeredAt - (performance.now() - began);
  const sent =
    changes.accessToken === undefined ? {} : { accessTokenChangedAt: new Date(answeredAt).toISOString() };
  const listed = await outputsAfter(client, id, old, startedAt);
  if (listed) return { ...known, ...sent, ...listed };
  const writtenAt = new Date(startedAt).toISOString();
  return { ...known, ...sent, ...(await outputsUnlisted(client, id, old, changes)), writtenAt };
}

function bodyOf({ label, accessToken }: Changes): object {
  return {
    ...(label === undefined ? {} : { label }),
    ...(accessToken === undefined ? {} : { access_token: accessToken }),
  };
}

/** What the service told of a connection. */
function outputsKept(state: State): Partial<State> {
  const { externalUsername, createdAt, updatedAt, lastSyncedAt, writtenAt } = state;
  return {
    ...(externalUsername === undefined ? {} : { externalUsername }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(lastSyncedAt === undefined ? {} : { lastSyncedAt }),
    ...(writtenAt === undefined ? {} : { writtenAt }),
  };
}

/**
 * What the list tells of a connection after a write; `undefined` when it cannot be read or still shows what was before.
 *
 * @param startedAt when the write began, by the service's clock.
 */
async function outputsAfter(
  client: CoregitClient,
  id: string,
  { updatedAt }: State,
  startedAt: number,
): Promise<Partial<State> | undefined> {
  const records = await client.listAfterWrite().catch(() => undefined);
  const outputs = outputsOfAny(records?.byId.get(id));
  const movedAt = Date.parse(outputs.updatedAt ?? "");
  const isNew = movedAt >= startedAt - CLOCK_TOLERANCE_MS && outputs.updatedAt !== updatedAt;
  return isNew ? outputs : undefined;
}

/** What is known of a connection whose last write is not listed yet. A test knows whose the new token is. */
async function outputsUnlisted(
  client: CoregitClient,
  id: string,
  old: State,
  { accessToken }: Changes,
): Promise<Partial<State>> {
  const { updatedAt: _, externalUsername, ...rest } = outputsKept(old);
  const result = accessToken === undefined ? undefined : await client.test(id).catch(() => undefined);
  const tested = result?.valid && result.username ? result.username : undefined;
  const username = accessToken === undefined ? externalUsername : tested;
  return { ...rest, ...(username === undefined ? {} : { externalUsername: username }) };
}
