import { CLOCK_TOLERANCE_MS } from "../http/call";
import type { CoregitClient } from "./client";
import { type Lag, madeAt } from "./lag";
import { stateOf } from "./record";
import type { State } from "./schema";
import { couldNotBeTested, type Watch, withStatus } from "./verification";

/** What a reading of a connection has shown. */
export type Reading =
  /** The connection is there, in this state. */
  | { readonly is: "there"; readonly state: State }
  /** It was made so short a time ago that the service may not show it yet. */
  | { readonly is: "not shown yet" }
  /** The service says that there is none. */
  | { readonly is: "gone" };

/**
 * A connection as the service holds it.
 *
 * One that is not listed may just have been made, and one that is listed may just have been deleted: so a test is asked
 * too where the list does not show the connection, and where one is declared anyway. It lags as the list does. What was
 * made within the lag is not gone, whatever both say.
 */
export async function readNow(client: CoregitClient, id: string, old: State, watch: Watch): Promise<Reading> {
  const { log, lag } = watch;
  const record = (await client.list()).byId.get(id);
  const listed = record === undefined ? old : stateOf(record, old);
  const state = isBehind(listed, old, client.now() - lag.ms) ? old : listed;
  if (record !== undefined && !old.verify) return { is: "there", state };
  try {
    const result = await client.test(id);
    if (result !== undefined) {
      return { is: "there", state: old.verify ? withStatus(state, result, client.now(), watch) : state };
    }
    if (!lag.mayHide(madeAt(state), client.now())) return { is: "gone" };
    return record === undefined ? { is: "not shown yet" } : { is: "there", state };
  } catch (error) {
    if (record === undefined) throw error;
    log(couldNotBeTested(id, error));
    return { is: "there", state };
  }
}

/**
 * A connection that no state records, as the service holds it; `undefined`: there is none. What is listed may have been
 * deleted since, so a test is asked too.
 *
 * @throws Error when it exists and is not listed yet: only the list tells what it is.
 */
export async function readUnrecorded(
  client: CoregitClient,
  id: string,
  lag: Lag,
): Promise<State | undefined> {
  const record = (await client.list()).byId.get(id);
  const isKnown = (await client.test(id)) !== undefined;
  if (record === undefined) {
    if (!isKnown) return undefined;
    throw new Error(
      `Connection ${id} exists, but Coregit does not list it yet. Run the same command again in a minute; nothing was changed.`,
    );
  }
  const state = stateOf(record, {});
  return isKnown || lag.mayHide(madeAt(state), client.now()) ? state : undefined;
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
