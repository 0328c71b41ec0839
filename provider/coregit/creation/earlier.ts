import type { Attempt } from "../../core/attempts";
import { isAsMade, madeElsewhere, takenUp } from "../../core/creation";
import { DEFAULT_LIMITS } from "../../http/limits";
import type { CoregitClient } from "../client";
import type { Lag } from "../lag";
import { outputsOf } from "../record";
import { type ConnectionRecord, connectionRecord } from "../wire";
import type { CreationContext, Looks, Made, Wanted } from "./context";
import { maybeMade, search, stillThere } from "./search";

/**
 * What an earlier attempt of this creation has made, as far as this machine remembers one.
 *
 * @returns `undefined` when there was none, or it made nothing that is still there.
 * @throws Error when it made a connection to another code host than is declared now, or that cannot be said.
 */
export async function findEarlier(
  client: CoregitClient,
  wanted: Wanted,
  context: CreationContext,
): Promise<Made | undefined> {
  const attempt = context.attempts.find(context.identity, client.now());
  if (attempt === undefined) return undefined;
  const made = await (attempt.id === undefined
    ? findCutShort(client, attempt, context)
    : findAnswered(client, attempt.id, attempt, context));
  if (made === undefined) return undefined;
  // Before it is changed: under another label a run that is cut short now could not be told from anybody else's.
  if (attempt.id === undefined) context.attempts.endByLooks(context.identity, attempt, made.id);
  if (attempt.provider !== wanted.provider)
    throw new Error(madeElsewhere("Coregit", `${made.id} to ${attempt.provider}`, "provider"));
  context.say(takenUp(made.id));
  // Another label or token may be declared by now.
  const isSame = attempt.label === wanted.label && context.attempts.isSame(attempt, wanted.accessToken);
  return { ...made, isUnchanged: made.isUnchanged && isSame };
}

/** The service has told the id, but the engine has not recorded it, or does not know it any more. */
async function findAnswered(
  client: CoregitClient,
  id: string,
  attempt: Attempt<Looks>,
  { isAnothers, lag }: CreationContext,
): Promise<Made | undefined> {
  if (isAnothers(id)) return undefined;
  if (!(await isKnown(client, id, attempt, lag))) return undefined;
  const { byId } = await client.listAfterWrite();
  const record = connectionRecord.safeParse(byId.get(id)).data;
  const isFresh = lag.mayHide(attempt.startedAt, client.now());
  const isUnchanged = record === undefined ? isFresh : isAsSent(record, attempt);
  const outputs = record === undefined ? {} : outputsOf(record);
  return { id, outputs, sentAt: attempt.startedAt, isUnchanged };
}

/** Whether a test knows a connection: asked again while it may not know it yet. */
function isKnown(client: CoregitClient, id: string, attempt: Attempt<Looks>, lag: Lag): Promise<boolean> {
  return lag.untilCertain({
    ask: async () => (await client.test(id)) !== undefined,
    isCertain: (isThere) => isThere,
    patienceMs: patienceFor(attempt, client.now(), lag),
    why: `${id}: made for this resource by an earlier run, and Coregit does not know it. Asking again, for up to ${lag.text}, since what Coregit shows lags.`,
    cancelled: "before the connection was created. Run the same command again.",
  });
}

/** The call itself may have gone on for some time; what was made before now, reads show after their lag. */
function patienceFor({ startedAt }: Attempt<Looks>, now: number, lag: Lag): number {
  return Math.max(0, Math.min(lag.ms, startedAt + DEFAULT_LIMITS.callMs + lag.ms - now));
}

function isAsSent({ label, created_at, updated_at }: ConnectionRecord, attempt: Attempt<Looks>): boolean {
  return label === attempt.label && isAsMade(created_at, updated_at);
}

/** The process was killed, or gave up, before an answer came. */
async function findCutShort(
  client: CoregitClient,
  attempt: Attempt<Looks>,
  { isAnothers, lag, say }: CreationContext,
): Promise<Made | undefined> {
  const patienceMs = patienceFor(attempt, client.now(), lag);
  if (patienceMs > 0) {
    say(
      `An earlier run was cut short while it created ${JSON.stringify(attempt.label)}. Looking for the connection, for up to ${Math.ceil(patienceMs / 1000)} s, since Coregit's list lags.`,
    );
  }
  const found = await stillThere(
    client,
    await search(client, { ...attempt, patienceMs, isAnothers, lag }),
    lag,
  );
  if (found.length > 1) throw new Error(`${maybeMade(found)} Nothing was created.`);
  const [only] = found;
  return only && { id: only.id, outputs: outputsOf(only), sentAt: attempt.startedAt, isUnchanged: false };
}
