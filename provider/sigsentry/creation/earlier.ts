import type { Attempt } from "../../core/attempts";
import { isAsMade, madeElsewhere, madeSince, takenUp } from "../../core/creation";
import type { Records } from "../../core/listing";
import type { SigSentryClient } from "../client";
import { sentAt, stateOf } from "../record";
import { CREDENTIAL_PROPERTIES, type Inputs, type State } from "../schema";
import { connectionTimes } from "../wire";
import type { CreationContext, Looks } from "./context";
import { alike, describe, lookOf } from "./lookAlikes";

/** A connection that an earlier run has made for this resource, as far as it is known. */
export interface Earlier {
  readonly id: string;
  readonly state: State;
}

/**
 * What an earlier attempt of this creation has made, as far as this machine remembers one.
 *
 * @param sent what would be sent now.
 * @returns `undefined` when there was none, or it made nothing that is there.
 * @throws Error when it made a connection that cannot become what is declared now, or that cannot be said.
 */
export async function findEarlier(
  client: SigSentryClient,
  inputs: Inputs,
  sent: string,
  context: CreationContext,
): Promise<Earlier | undefined> {
  const { attempts, identity } = context;
  const attempt = attempts.find(identity, client.now());
  if (attempt === undefined) return undefined;
  const home = attempt.projectId === inputs.projectId ? client : context.clientOf(attempt.projectId);
  const records = await home.listAfterWrite();
  const id =
    attempt.id === undefined
      ? findCutShort(records, attempt, context)
      : await findAnswered(home, records, attempt.id, context);
  if (id === undefined) return undefined;
  const found = attempt.id === undefined ? attempts.endByLooks(identity, attempt, id) : attempt;
  // A project may only have been named since: then the connection is listed there, too.
  const isHere = home === client || (await client.listAfterWrite()).byId.has(id);
  if (!isHere || attempt.platform !== inputs.platform)
    throw new Error(madeElsewhere("SigSentry", inWords(id, attempt), "platform or project"));
  context.say(takenUp(id));
  const record = records.byId.get(id);
  const { createdAt, updatedAt } = connectionTimes.safeParse(record).data ?? {};
  const isAsSent = attempts.isSame(found, sent) && isAsMade(createdAt, updatedAt);
  const known = isAsSent ? { ...CREDENTIAL_PROPERTIES.recordedIn(inputs), ...sentAt(attempt.startedAt) } : {};
  const { projectId } = inputs;
  return { id, state: stateOf(record, projectId === undefined ? known : { ...known, projectId }) };
}

/** The service has told the id, but the engine has not recorded it, or does not know it any more. */
async function findAnswered(
  client: SigSentryClient,
  { byId }: Records,
  id: string,
  { isGone, isAnothers }: CreationContext,
): Promise<string | undefined> {
  if (isGone(id) || isAnothers(id)) return undefined;
  if (byId.has(id)) return id;
  if (!(await client.exists(id))) return undefined;
  throw new Error(
    `Connection ${id}, which an earlier run made for this resource, exists, but SigSentry does not list it. Run the same command again; nothing was created.`,
  );
}

/** The process was killed, or gave up, before an answer came. */
function findCutShort(
  records: Records,
  attempt: Attempt<Looks>,
  { isGone, isAnothers }: CreationContext,
): string | undefined {
  const made = madeSince(attempt, alike(records, attempt), ({ createdAt }) => createdAt);
  const found = made.filter(({ id }) => !isGone(id) && !isAnothers(id));
  const [first, second] = found;
  if (first === undefined || second === undefined) return first?.id;
  throw new Error(
    `${describe(attempt, found)} An earlier run made one of them for this resource, or none: that cannot be told. To manage one with this resource, declare adopt: "${first.id}", say; what nobody wants, delete in SigSentry's dashboard. Nothing was created.`,
  );
}

function inWords(id: string, attempt: Attempt<Looks>): string {
  const project = attempt.projectId === undefined ? "" : ` in project ${attempt.projectId}`;
  return `${id} ${lookOf(attempt)}${project}`;
}
