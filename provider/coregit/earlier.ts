import { DEFAULT_LIMITS } from "../http/limits";
import { Ambiguous } from "./ambiguous";
import type { Attempt, Wanted } from "./attempts";
import type { CoregitClient } from "./client";
import type { CreationContext, Made } from "./creation";
import { outputsOf } from "./record";
import { search } from "./search";

/**
 * What an earlier attempt of this creation has made, as far as this machine remembers one.
 *
 * @returns `undefined` when there was none, or it made nothing that is still there.
 * @throws Error when it made a connection and something else is declared now, or when that cannot be said.
 */
export async function findEarlier(
  client: CoregitClient,
  wanted: Wanted,
  context: CreationContext,
): Promise<Made | undefined> {
  const attempt = context.attempts.find(context.identity, client.now());
  if (attempt === undefined) return undefined;
  const isSame = context.attempts.isSame(attempt, wanted);
  return attempt.id === undefined
    ? findCutShort(client, attempt, isSame, context)
    : findAnswered(client, attempt.id, isSame, context);
}

/** The service has told the id, but the engine has not recorded it, or does not know it any more. */
async function findAnswered(
  client: CoregitClient,
  id: string,
  isSame: boolean,
  { isOurs, say }: CreationContext,
): Promise<Made | undefined> {
  if (isOurs(id) || (await client.test(id)) === undefined) return undefined;
  if (isSame) {
    say(
      `${id}: made for this resource by an earlier run, and not recorded; it is taken up instead of making another.`,
    );
    return { id, outputs: {} };
  }
  say(
    `warning: connection ${id}, which an earlier run made for this resource, is still there and no longer in the state; another one is made.`,
  );
  return undefined;
}

/** The process was killed, or gave up, before an answer came. */
async function findCutShort(
  client: CoregitClient,
  attempt: Attempt,
  isSame: boolean,
  { isOurs, listLagMs, signal, say }: CreationContext,
): Promise<Made | undefined> {
  // The call itself may have gone on for some time; what was made before now, the list shows after its lag.
  const longestMs = attempt.startedAt + DEFAULT_LIMITS.callMs + listLagMs - client.now();
  const patienceMs = Math.max(0, Math.min(listLagMs, longestMs));
  if (patienceMs > 0) {
    say(
      `An earlier run was cut short while it created ${JSON.stringify(attempt.label)}. Looking for the connection, for up to ${Math.ceil(patienceMs / 1000)} s, since Coregit's list lags.`,
    );
  }
  const found = await search(client, { ...attempt, patienceMs, isOurs, signal });
  const [only] = found;
  if (only === undefined) return undefined;
  if (found.length > 1 || !isSame) throw new Ambiguous(found, "Nothing was created.");
  say(`${only.id}: made by the run that was cut short; it is taken up.`);
  return { id: only.id, outputs: outputsOf(only) };
}
