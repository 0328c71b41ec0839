import { randomUUID } from "node:crypto";
import { type Created, PartialFailure, type Properties } from "../../contract";
import { requireReadable, sendRemembered } from "../../core/creation";
import type { Records } from "../../core/listing";
import type { Credentials } from "../../secrets/credentials";
import type { SigSentryClient } from "../client";
import { isAbsence } from "../errors";
import { creationOf, type Sent, sentAt, stateAfterWrite } from "../record";
import type { Inputs, State } from "../schema";
import { type CreationContext, looksOf } from "./context";
import { type Earlier, findEarlier } from "./earlier";
import { refuseLookAlikes } from "./lookAlikes";

/** How many keys of a creation may be used up before one is taken that nobody else can have used. */
const MAX_SPENT = 8;

/**
 * Creates a connection, once, or finds the one that an earlier attempt made, which may have to be brought to what is
 * declared now. Where nothing is remembered of an attempt, there must be no connection that it could have made.
 *
 * @throws Error when it is not certain that exactly one connection is made; it says what there is and what to declare.
 */
export async function createOnce(
  client: SigSentryClient,
  inputs: Inputs,
  credentials: Credentials,
  context: CreationContext,
): Promise<Created | { earlier: Earlier }> {
  const body = creationOf(inputs, credentials);
  const records = await listBefore(client);
  const earlier = await findEarlier(client, inputs, JSON.stringify(body), context);
  if (earlier) return { earlier };
  refuseLookAlikes(looksOf(inputs), records, context);
  return createLiving(client, inputs, body, [...records.byId.keys()], context);
}

/** @throws Error when nobody can say what there is: then nobody can say either that nothing is made twice. */
async function listBefore(client: SigSentryClient): Promise<Records> {
  const records = await client.listBefore().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Nothing was created: what exists could not be listed, so whether this would be a second one is not known. ${message}`,
      { cause: error },
    );
  });
  requireReadable("SigSentry", records);
  return records;
}

/**
 * Creates a connection that exists. The service repeats its answer to a key it knows, even when the connection was
 * deleted since (destroyed and declared again, say), or another resource stands for it. Then, and after a conflict, the
 * next key of the same chain is used, which is again the same in every process. A chain that has grown long, by a stack that comes and goes
 * all day, ends in a random key: better a creation that could not be found again than none.
 */
async function createLiving(
  client: SigSentryClient,
  inputs: Inputs,
  body: Properties,
  before: readonly string[],
  context: CreationContext,
): Promise<Created> {
  const spent: (string | undefined)[] = [];
  let conflict: Error | undefined;
  while (spent.length <= MAX_SPENT) {
    const owner = spent.length < MAX_SPENT ? context.identity : randomUUID();
    const created = await sendRemembered(context.attempts, context.identity, {
      looks: looksOf(inputs),
      sent: JSON.stringify(body),
      startedAt: client.now(),
      before,
      send: () => client.create(body, owner, spent),
      lost,
    });
    if ("id" in created) {
      // An old answer, repeated: a resource that was renamed since, or another stack's, stands for that connection.
      const isRepeated = context.isAnothers(created.id);
      const state = isRepeated
        ? undefined
        : await settle(client, created.id, inputs, sentAt(created.servedAt));
      if (state) return { id: created.id, state, ...(before.includes(created.id) ? { wasThere: true } : {}) };
      spent.push(created.id);
    } else {
      ({ conflict } = created);
      spent.push(undefined);
    }
  }
  throw (
    conflict ??
    new Error("SigSentry names only connections that do not exist when one is created. Try again later.")
  );
}

/** @throws Error always: the next run looks for what was made. */
function lost(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(
    `Whether the connection was created is not known. Run the same command again: before it creates one, it looks for what was made, also when something else is declared by then. ${message}`,
    { cause: error },
  );
}

/** Brings a connection that was just created to what is declared; `undefined` when it does not exist. */
async function settle(
  client: SigSentryClient,
  id: string,
  inputs: Inputs,
  sent: Sent,
): Promise<State | undefined> {
  const failure = inputs.isActive ? undefined : await pauseNew(client, id);
  const isActive = inputs.isActive || failure !== undefined;
  const state = { ...stateAfterWrite(inputs, undefined, sent), isActive };
  if (failure !== undefined && !isAbsence(failure)) throw stillActive(id, state, failure);
  const found = await findCreated(client, id, state);
  // What is there was not paused by a call that did not find it.
  if (failure !== undefined && found !== undefined) throw stillActive(id, state, failure);
  return found && stateAfterWrite(inputs, found.record, sent);
}

/** A new connection is always active; one declared paused is paused by a second call. The error, if it fails. */
async function pauseNew(client: SigSentryClient, id: string): Promise<unknown> {
  try {
    await client.update(id, { isActive: false });
    return undefined;
  } catch (error) {
    return error;
  }
}

function stillActive(id: string, state: State, error: unknown): PartialFailure {
  return new PartialFailure(
    id,
    state,
    "The connection was created but is still active: pausing it failed. Run the same command again to finish.",
    error,
  );
}

/** Keeps the id when nobody can say whether it is one: without it, the connection would be made a second time. */
async function findCreated(client: SigSentryClient, id: string, state: State) {
  try {
    return await client.find(id);
  } catch (error) {
    throw new PartialFailure(
      id,
      { ...state, unverified: true },
      "The connection was created, but the service could not be asked whether it is there. Run the same command again: it will look.",
      error,
    );
  }
}

/**
 * The record of a connection whose creation was cut short.
 *
 * @throws Error when it does not exist: the service had only repeated an old answer.
 */
export async function verified(client: SigSentryClient, id: string): Promise<unknown> {
  const record = await client.read(id);
  if (record !== undefined) return record;
  throw new Error(
    `Connection ${id} does not exist: its creation was cut short. Run \`pulumi up --refresh\`, which makes it again.`,
  );
}
