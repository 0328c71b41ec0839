import type { Records } from "../core/listing";
import { named, quoted } from "../text/quote";
import type { CoregitClient } from "./client";
import type { Lag } from "./lag";
import { stateOf } from "./record";
import type { Inputs, State } from "./schema";
import { type ConnectionRecord, connectionRecord } from "./wire";

/** As much as is shown of each, in characters. */
const MAX_SHOWN = 160;

/**
 * The state of the connection that is to be taken over, as the service holds it.
 *
 * @throws Error when the organisation has no such connection, or one to another code host; with advice.
 */
export async function findToAdopt(
  client: CoregitClient,
  id: string,
  inputs: Inputs,
  lag: Lag,
): Promise<State> {
  let list = () => client.list();
  const records = await lag.untilCertain({
    ask: () => {
      const listed = list();
      list = () => client.listAfterWrite();
      return listed;
    },
    isCertain: ({ byId }) => byId.has(id),
    why: `adopt: Coregit does not list connection ${id}. Looking for it, for up to ${lag.text}, since one that was just made may not be listed yet.`,
    of: "adopt",
    cancelled: `before Coregit listed connection ${id}. Nothing was changed.`,
  });
  const record = records.byId.get(id);
  if (record === undefined) throw await notListed(client, id, records, inputs);
  const state = stateOf(record, {});
  if (state.provider === inputs.provider) return state;
  throw new Error(
    `adopt: connection ${id} is one to ${state.provider}, and ${inputs.provider} is declared. Correct provider or the id; nothing was changed.`,
  );
}

/** The list is all that tells its label. */
async function notListed(
  client: CoregitClient,
  id: string,
  { byId }: Records,
  { provider }: Inputs,
): Promise<Error> {
  if ((await client.test(id)) !== undefined) {
    return new Error(
      `adopt: connection ${id} exists, but Coregit does not list it yet. Run the same command again in a minute; nothing was changed.`,
    );
  }
  const others = readable([...byId.values()]).filter((record) => record.provider === provider);
  const advice =
    others.length === 0
      ? `It has none to ${provider}: check coregit:apiKey, or remove adopt to make one.`
      : `Its connections to ${provider}: ${byName(others)}.`;
  return new Error(`adopt: this organisation has no connection ${id}. ${advice}`);
}

/** The records that have the shape that the service documents. */
export function readable(records: readonly unknown[]): ConnectionRecord[] {
  return records.flatMap((record) => connectionRecord.safeParse(record).data ?? []);
}

/** Connections as an error names them. */
export function byName(records: readonly ConnectionRecord[]): string {
  return named(records, ({ id, label, external_username, created_at }) => {
    const facts = [`"${label}"`, external_username, created_at && `made ${created_at}`];
    return `${id} (${quoted(facts.filter(Boolean).join(", "), MAX_SHOWN)})`;
  });
}
