import { CLOCK_TOLERANCE_MS, type CoregitClient } from "./client";
import { stateOf } from "./record";
import type { State } from "./schema";
import { couldNotBeTested, statusOf, type Watch } from "./verification";

/**
 * The state of a connection as the service holds it; `undefined` when the service says that there is none.
 *
 * A connection that is not listed may just have been made, and one that is listed may just have been deleted: a test
 * knows, and is made where the list does not show the connection, and where one is declared anyway.
 */
export async function readNow(
  client: CoregitClient,
  id: string,
  old: State,
  { redact, say, listLagMs }: Watch & { readonly listLagMs: number },
): Promise<State | undefined> {
  const record = (await client.list()).byId.get(id);
  const listed = record === undefined ? old : stateOf(record, old);
  const state = isBehind(listed, old, client.now() - listLagMs) ? old : listed;
  if (record !== undefined && !old.verify) return state;
  try {
    const result = await client.test(id);
    if (result === undefined) return undefined;
    return old.verify ? { ...state, status: statusOf(result, client.now(), redact) } : state;
  } catch (error) {
    if (record === undefined) throw error;
    say(couldNotBeTested(id, error));
    return state;
  }
}

/**
 * Whether what is listed is from before the last update that is recorded: then it is no drift.
 *
 * @param caughtUp up to when the list certainly shows everything, by the service's clock, in Unix milliseconds.
 */
function isBehind(listed: State, { updatedAt, writtenAt }: State, caughtUp: number): boolean {
  const recordedMs = Date.parse(updatedAt ?? writtenAt ?? "");
  const tolerance = updatedAt === undefined ? CLOCK_TOLERANCE_MS : 0;
  return recordedMs > caughtUp && Date.parse(listed.updatedAt ?? "") < recordedMs - tolerance;
}
