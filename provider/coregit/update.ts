import type { Log } from "../contract";
import { sendUpdate } from "../core/unconfirmed";
import { CLOCK_TOLERANCE_MS } from "../http/call";
import { MAX_WORD_LENGTH } from "../http/serviceError";
import { quoted } from "../text/quote";
import type { CoregitClient } from "./client";
import { CoregitError, isAbsence } from "./errors";
import { type Lag, madeAt } from "./lag";
import { declaredOf, outputsOfAny } from "./record";
import { CREDENTIAL_PROPERTIES, type Inputs, type State } from "./schema";

/** The fields that an update sends. */
export type Changes = { readonly label?: string; readonly accessToken?: string };

/** The fields that are to change, and no others. */
export function changesOf(
  inputs: Inputs,
  changed: readonly string[],
  accessToken: string | undefined,
): Changes {
  return {
    ...(changed.includes("label") ? { label: inputs.label } : {}),
    ...(CREDENTIAL_PROPERTIES.areSentWith(changed) && accessToken !== undefined ? { accessToken } : {}),
  };
}

/**
 * Sends `changes` to a connection and returns the state then, with the result of the last test.
 *
 * @param changes the fields to be sent; none: nothing is sent.
 * @param lag for how long the service may not know what was just made.
 * @throws PartialFailure when it is not certain that the update was carried out; the state in it says what to send again.
 */
export async function bring(
  client: CoregitClient,
  id: string,
  old: State,
  inputs: Inputs,
  changes: Changes,
  lag: Lag,
): Promise<State> {
  const { status, seenByKeys, accessTokenChangedAt } = old;
  const known = {
    ...declaredOf(inputs),
    // What a test has shown of the token before tells nothing of the one that is sent.
    ...(status === undefined || changes.accessToken !== undefined ? {} : { status }),
    ...(seenByKeys === undefined ? {} : { seenByKeys }),
    ...(accessTokenChangedAt === undefined ? {} : { accessTokenChangedAt }),
  };
  if (Object.keys(changes).length === 0) return { ...known, ...outputsKept(old) };
  const update = { old, inputs, credentials: CREDENTIAL_PROPERTIES, changes };
  const { startedAt, answeredAt } = await sendUpdate(id, update, () =>
    sendKnown(client, id, { body: bodyOf(changes), old, lag }),
  );
  const sent =
    changes.accessToken === undefined ? {} : { accessTokenChangedAt: new Date(answeredAt).toISOString() };
  const listed = await outputsAfter(client, id, old, startedAt);
  if (listed) return { ...known, ...sent, ...listed };
  const writtenAt = new Date(startedAt).toISOString();
  return { ...known, ...sent, ...(await outputsUnlisted(client, id, old, changes)), writtenAt };
}

/** When an update began and when it was answered, by the service's clock, in Unix milliseconds. */
interface Sent {
  readonly startedAt: number;
  readonly answeredAt: number;
}

/**
 * Sends an update, again while the service may not know the connection yet: refused so, it was not carried out.
 *
 * @throws CoregitError when it still does not know it when it must.
 */
async function sendKnown(
  client: CoregitClient,
  id: string,
  { body, old, lag }: { readonly body: object; readonly old: State; readonly lag: Lag },
): Promise<Sent> {
  const outcome = await lag.untilCertain({
    ask: async () => {
      const began = performance.now();
      try {
        await client.update(id, body);
      } catch (error) {
        if (isAbsence(error) && lag.mayHide(madeAt(old), client.now())) return error;
        throw error;
      }
      // Only the answer has told the service's time, where this was the first request.
      const answeredAt = client.now();
      return { startedAt: answeredAt - (performance.now() - began), answeredAt };
    },
    isCertain: (answer) => !(answer instanceof CoregitError),
    why: `${id}: Coregit does not know the connection yet, which was just made. Sending its update again, for up to ${lag.text}.`,
    of: id,
    cancelled: `before its update was carried out. Run the same command again.`,
  });
  if (outcome instanceof CoregitError) throw outcome;
  return outcome;
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

/**
 * What is known of a connection whose last write is not listed yet. A test may still be of the token before: that the new
 * one is another account's, it tells for certain when it names another one than before.
 */
async function outputsUnlisted(
  client: CoregitClient,
  id: string,
  old: State,
  { accessToken }: Changes,
): Promise<Partial<State>> {
  const { updatedAt: _, externalUsername: before, ...rest } = outputsKept(old);
  if (accessToken === undefined)
    return { ...rest, ...(before === undefined ? {} : { externalUsername: before }) };
  const result = before === undefined ? undefined : await client.test(id).catch(() => undefined);
  const now = result?.valid && result.username !== before ? result.username : undefined;
  return { ...rest, ...(now ? { externalUsername: now } : {}) };
}

/** A rotation may give the connection to another account, which no preview can show. */
export function tellWhose(
  id: string,
  { externalUsername: before }: State,
  { externalUsername: now }: State,
  log: Log,
): void {
  if (before === undefined || now === undefined || before === now) return;
  const [whose, formerly] = [now, before].map((name) => quoted(name, MAX_WORD_LENGTH));
  const message = `its token belongs to ${whose} now, and belonged to ${formerly} before.`;
  log({ severity: "info", id, message });
}
