import { PartialFailure, type Properties } from "../contract";
import { sendUpdate } from "../core/unconfirmed";
import type { SigSentryClient } from "./client";
import { type Sent, sentAt, stateAfterWrite } from "./record";
import { CREDENTIAL_PROPERTIES, type Inputs, type State } from "./schema";

/**
 * Sends `changes` to a connection, purges the service's cache of it after new credentials, and returns the state then.
 *
 * @param changes the fields to be sent, by name; none: nothing is sent.
 * @throws PartialFailure when it is not certain that all of it was done; the state in it says what is left to do.
 */
export async function bring(
  client: SigSentryClient,
  id: string,
  old: State,
  inputs: Inputs,
  changes: Properties,
): Promise<State> {
  const fields = Object.keys(changes);
  const sendsCredentials = fields.includes("credentials");
  let sent: Sent = old;
  if (fields.length > 0) {
    const update = { old, inputs, credentials: CREDENTIAL_PROPERTIES, changes };
    const servedAt = await sendUpdate(id, update, () => client.update(id, changes));
    if (sendsCredentials) sent = sentAt(servedAt);
  }
  if (sendsCredentials || old.cachePurgePending) await purge(client, id, stateAfterWrite(inputs, old, sent));
  if (fields.length === 0) return stateAfterWrite(inputs, old, sent);
  // The service does not answer a write with the record, so its times come from the list. A list that fails does not
  // undo the write; the next refresh will fill them in.
  const records = await client.listAfterWrite().catch(() => undefined);
  return stateAfterWrite(inputs, records?.byId.get(id) ?? { createdAt: old.createdAt }, sent);
}

async function purge(client: SigSentryClient, id: string, written: State): Promise<void> {
  try {
    await client.purgeCache(id);
  } catch (error) {
    throw new PartialFailure(
      id,
      { ...written, cachePurgePending: true },
      "The connection was updated but its cache was not purged. Run the same command again: it will only purge.",
      error,
    );
  }
}
