import { requireReadable, sendRemembered } from "../../core/creation";
import type { Records } from "../../core/listing";
import { endOfWaiting, endWords } from "../../http/timeLimit";
import type { CoregitClient } from "../client";
import { outputsOf } from "../record";
import type { ConnectionRecord } from "../wire";
import type { CreationContext, Looks, Made, Wanted } from "./context";
import { findEarlier } from "./earlier";
import { alike, certainlyThere, maybeMade, search, there, toAdopt } from "./search";

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
  if (earlier) return { ...earlier, wasThere: true };
  const records = await client.listBefore();
  requireReadable("Coregit", records);
  if (!context.allowDuplicate) await refuseLookAlikes(client, wanted, records, context);
  refuseIfCancelled(context);
  return create(client, wanted, [...records.byId.keys()], context);
}

/** A request that may change something is sent once even after a cancellation, if it must; no creation must. */
function refuseIfCancelled({ signal }: CreationContext): void {
  const end = endOfWaiting(signal);
  if (end?.aborted)
    throw new Error(`${endWords(end)} before the connection was created. Run the same command again.`);
}

/** What else to do, whoever has the other one. */
const BESIDE = "To have another one beside it, choose another label or declare allowDuplicate: true.";

/**
 * Refuses a creation beside a connection that looks the same: an earlier run may have made it, on another machine say,
 * or another stack; or it is this one under its former name, which the same run is about to delete. Which resource of
 * this program manages it makes no difference: which of them are known depends on the order in which the engine comes
 * to them.
 *
 * @throws Error that names them, and what to declare.
 */
async function refuseLookAlikes(
  client: CoregitClient,
  wanted: Looks,
  records: Records,
  { made, isGone, isOwn, isManaged, lag }: CreationContext,
): Promise<void> {
  const unlisted = made.filter(({ id }) => !records.byId.has(id));
  const likely = [...alike(records, wanted), ...unlisted].filter(({ id }) => !isGone(id) && !isOwn(id));
  const managed = likely.filter(({ id }) => isManaged(id));
  // Also beside one that is managed: what nobody stands for may be what a run elsewhere made for this resource.
  const free = likely.filter((each) => !managed.includes(each));
  const found = await certainlyThere(client, free, lag);
  if (managed.length + found.length === 0) return;
  const said = [
    ...(managed.length > 0 ? [ofOthers(managed)] : []),
    ...(found.length > 0 ? [ofNobody(found)] : []),
  ];
  throw new Error(`${said.join(" ")} ${BESIDE} Nothing was created.`);
}

function ofOthers(managed: readonly ConnectionRecord[]): string {
  const [first] = managed;
  const them = managed.length === 1 ? "it" : "them";
  return `${there(managed)} Another resource of this program stands for ${them}. If that was renamed to this one, use Pulumi's aliases (in a file: renamedFrom); if no state has it any more, declare adopt: "${first?.id}".`;
}

function ofNobody(found: readonly ConnectionRecord[]): string {
  return `${there(found)} ${toAdopt(found)} If this resource was renamed, use Pulumi's aliases.`;
}

/** @param before the ids of the connections that there were. */
async function create(
  client: CoregitClient,
  wanted: Wanted,
  before: readonly string[],
  context: CreationContext,
): Promise<Made> {
  const { attempts, identity, lag, signal, say } = context;
  const { provider, label, accessToken } = wanted;
  return sendRemembered<Looks, Made>(attempts, identity, {
    looks: { provider, label },
    sent: accessToken,
    startedAt: client.now(),
    before,
    send: async () => {
      const { id, external_username } = await client.create({ provider, label, access_token: accessToken });
      return { id, outputs: outputsOf({ external_username }), sentAt: client.now(), isUnchanged: true };
    },
    lost: (error, attempt) => {
      if (!endOfWaiting(signal)?.aborted)
        say(
          `The answer to the creation of ${JSON.stringify(label)} was lost. Looking for the connection, for up to ${lag.text}, since Coregit's list lags.`,
        );
      return find(client, { ...attempt, patienceMs: lag.ms }, error, context);
    },
  });
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
