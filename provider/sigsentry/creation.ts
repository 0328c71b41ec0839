import { randomUUID } from "node:crypto";
import { mayHaveBeenDone } from "../http/serviceError";
import { type Created, PartialFailure } from "../lifecycle";
import type { Credentials } from "../secrets/credentials";
import type { SigSentryClient } from "./client";
import { isAbsence } from "./errors";
import { creationOf, type Sent, sentAt, stateAfterWrite } from "./record";
import type { Inputs, State } from "./schema";

/** How many keys of a creation may be used up before one is taken that nobody else can have used. */
const MOST_SPENT = 8;

/**
 * Creates a connection that exists. The service repeats its answer to a key it knows, even when the connection was
 * deleted since (destroyed and declared again, say). Then, and after a conflict, the next key of the same chain is
 * used, which is again the same in every process. A chain that has grown long, by a stack that comes and goes
 * all day, ends in a random key: better a creation that could not be found again than none.
 */
export async function createLiving(
  client: SigSentryClient,
  inputs: Inputs,
  credentials: Credentials,
  identity: string,
): Promise<Created> {
  const spent: (string | undefined)[] = [];
  let conflict: Error | undefined;
  while (spent.length <= MOST_SPENT) {
    const owner = spent.length < MOST_SPENT ? identity : randomUUID();
    const created = await client.create(creationOf(inputs, credentials), owner, spent).catch(saying);
    if ("id" in created) {
      const state = await settle(client, created.id, inputs, sentAt(created.servedAt));
      if (state) return { id: created.id, state };
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

/** A creation that may have been carried out is found again only as long as it is declared as it was. */
function saying(error: unknown): never {
  if (!mayHaveBeenDone(error)) throw error;
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(
    `Whether the connection was created is not known. Run the same command again before you change its declaration: it finds what was made. ${message}`,
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
 * The record of a connection of which the creation was cut short.
 *
 * @throws Error when it does not exist: the service had only repeated an old answer.
 */
export async function verified(client: SigSentryClient, id: string): Promise<unknown> {
  const record = await client.read(id);
  if (record !== undefined) return record;
  throw new Error(
    `Connection ${id}, of which the creation was cut short, does not exist. Run \`pulumi up --refresh\`, which makes it again.`,
  );
}
