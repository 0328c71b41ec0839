import type { Records } from "../core/listing";
import { mayHaveBeenDone } from "../http/serviceError";
import { maybeMade } from "./candidates";
import type { CoregitClient } from "./client";
import type { CreationContext } from "./creationContext";
import { findEarlier } from "./earlier";
import { refuseLookAlikes } from "./lookAlikes";
import type { Wanted } from "./looks";
import type { Made } from "./made";
import { outputsOf } from "./record";
import { search } from "./search";

/**
 * Creates a connection, once, at a service that knows no idempotency key, and labels that many connections share.
 *
 * What an earlier attempt made is found again where this machine remembers it. Otherwise there must be no connection
 * that one could have made. When the answer is lost, the connection is looked for among those that were not there
 * before. Where all that does not tell for certain, nobody guesses, and nothing is sent a second time.
 *
 * @throws Error when it is not certain that exactly one connection is made; it says what there is and how to adopt it.
 */
export async function createOnce(
  client: CoregitClient,
  wanted: Wanted,
  context: CreationContext,
): Promise<Made> {
  // Any answer tells the service's time, by which earlier attempts are judged.
  await client.listBefore();
  const earlier = await findEarlier(client, wanted, context);
  if (earlier) return earlier;
  const records = await client.listBefore();
  requireReadable(records);
  if (!context.allowDuplicate) await refuseLookAlikes(client, wanted, records, context);
  refuseIfCancelled(context);
  return create(client, wanted, [...records.byId.keys()], context);
}

/** A request that may change something is sent once even after a cancellation, if it must; no creation must. */
function refuseIfCancelled({ signal }: CreationContext): void {
  if (signal?.aborted)
    throw new Error("Cancelled before the connection was created. Run the same command again.");
}

/** @throws Error when a record could be anything: what an earlier attempt made, too. */
function requireReadable({ unidentified }: Records): void {
  if (unidentified === 0) return;
  throw new Error(
    `Coregit lists ${unidentified} connection(s) without an id that can be read, so whether this one was made before cannot be said. Nothing was created; try again, and if it stays, report it as a bug of this provider.`,
  );
}

/** @param before the ids of the connections that there were. */
async function create(
  client: CoregitClient,
  wanted: Wanted,
  before: readonly string[],
  context: CreationContext,
): Promise<Made> {
  const { attempts, identity, lag, say } = context;
  const { provider, label, accessToken } = wanted;
  const startedAt = client.now();
  const attempt = attempts.begin(identity, { provider, label }, accessToken, { startedAt, before });
  try {
    const { id, external_username } = await client.create({ provider, label, access_token: accessToken });
    attempts.end(identity, attempt, id);
    return { id, outputs: outputsOf({ external_username }), sentAt: client.now(), isUnchanged: true };
  } catch (error) {
    if (!mayHaveBeenDone(error)) {
      attempts.forget(identity);
      throw error;
    }
    say(
      `The answer to the creation of ${JSON.stringify(label)} was lost. Looking for the connection, for up to ${lag.text}, since Coregit's list lags.`,
    );
    const made = await find(client, { ...attempt, patienceMs: lag.ms }, error, context);
    attempts.end(identity, attempt, made.id);
    return made;
  }
}

/** @throws Error when it cannot be said which connection was made, if any. */
async function find(
  client: CoregitClient,
  what: Omit<Parameters<typeof search>[1], "isAnothers" | "lag">,
  lost: unknown,
  { isAnothers, lag }: CreationContext,
): Promise<Made> {
  const found = await search(client, { ...what, isAnothers, lag }).catch(() => []);
  const [only] = found;
  if (only !== undefined && found.length === 1)
    return { id: only.id, outputs: outputsOf(only), sentAt: what.startedAt, isUnchanged: true };
  const advice =
    found.length > 1
      ? maybeMade(found)
      : "Run the same command again in a minute or two, before you change the declaration: it looks for the connection first.";
  const reason = lost instanceof Error ? lost.message : String(lost);
  throw new Error(`Whether the connection was created is not known. ${advice} ${reason}`, { cause: lost });
}
