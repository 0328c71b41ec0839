import { named, quoted } from "../text/quote";
import type { SigSentryClient } from "./client";
import { stateOf } from "./record";
import type { Inputs, State } from "./schema";
import { connectionRecord } from "./wire";

/** As much as is shown of the names of repositories, in characters. */
const MAX_SHOWN = 160;

/**
 * The state of the connection that is to be taken over, as the service holds it.
 *
 * @throws Error when the project has no such connection, or one of another platform; with advice.
 */
export async function findToAdopt(client: SigSentryClient, id: string, inputs: Inputs): Promise<State> {
  const record = await client.read(id);
  if (record === undefined) {
    const { byId } = await client.list();
    throw new Error(
      `adopt: this project has no connection ${id}. ${whatThereIs([...byId.values()], inputs)}`,
    );
  }
  const state = stateOf(record, inputs.projectId === undefined ? {} : { projectId: inputs.projectId });
  if (state.platform === inputs.platform) return state;
  throw new Error(
    `adopt: connection ${id} is one to ${state.platform}, and ${inputs.platform} is declared. Correct platform or the id; nothing was changed.`,
  );
}

function whatThereIs(records: readonly unknown[], { platform }: Inputs): string {
  const connections = records
    .map((record) => connectionRecord.safeParse(record))
    .flatMap(({ data }) => (data?.platform === platform ? [data] : []));
  if (connections.length === 0)
    return `It has none to ${platform}: check projectId, or remove adopt to make one.`;
  const names = named(
    connections,
    ({ id, repositories }) => `${id} (${quoted(repositories.join(", "), MAX_SHOWN)})`,
  );
  return `Its connections to ${platform}: ${names}.`;
}
