import { z } from "zod";
import type { Attempts } from "../attempts";
import { mayHaveBeenDone } from "../http/serviceError";
import type { Records } from "../listing";
import { maybeMade } from "./candidates";
import type { CoregitClient } from "./client";
import { findEarlier } from "./earlier";
import type { Lag } from "./lag";
import { refuseLookAlikes } from "./lookAlikes";
import { outputsOf } from "./record";
import type { State } from "./schema";
import { search } from "./search";
import type { ConnectionRecord } from "./wire";

/** What is remembered of a creation, for it to be found in the list. */
export const looks = z.object({ provider: z.string(), label: z.string() });

/** {@link looks} as a type. */
export type Looks = z.output<typeof looks>;

/** What is sent to make a connection. */
export interface Wanted extends Looks {
  readonly accessToken: string;
}

/** What a creation needs to know besides what is to be made. */
export interface CreationContext {
  readonly attempts: Attempts<Looks>;
  /** Tells the resource from every other. */
  readonly identity: string;
  /** Whether a connection was made for another resource, or a resource of this program stands, or stood, for it. */
  readonly isAnothers: (id: string) => boolean;
  /** What this process has made that looks the same. */
  readonly made: readonly ConnectionRecord[];
  /** Whether a connection was deleted, or found gone. */
  readonly isGone: (id: string) => boolean;
  /** Whether this resource stands for a connection, which the new one replaces. */
  readonly isOwn: (id: string) => boolean;
  /** Whether another resource of this program is known to stand, or to have stood, for a connection. */
  readonly isManaged: (id: string) => boolean;
  /** Whether it goes on beside connections that look the same. */
  readonly allowDuplicate: boolean;
  /** For how long the service may not show what was written. */
  readonly lag: Lag;
  readonly signal: AbortSignal | undefined;
  readonly say: (message: string) => void;
}

/** A connection that was made: its id, and what the service told of it. */
export interface Made {
  readonly id: string;
  readonly outputs: Partial<State>;
  /** When the token was sent with which it was made, by the service's clock, in Unix milliseconds. */
  readonly sentAt: number;
  /** Whether it is as it was made; by an earlier run, it may have been changed since. */
  readonly isUnchanged: boolean;
}

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
