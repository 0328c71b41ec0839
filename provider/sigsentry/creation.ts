import { randomUUID } from "node:crypto";
import { type Created, PartialFailure } from "../lifecycle";
import type { SigSentryClient } from "./client";
import type { Credentials } from "./credentials";
import { isAbsence } from "./errors";
import { creationOf, stateAfterWrite } from "./record";
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
  while (spent.length <= MOST_SPENT) {
    const owner = spent.length < MOST_SPENT ? identity : randomUUID();
    const id = await client.create(creationOf(inputs, credentials), owner, spent);
    const state = id === undefined ? undefined : await settle(client, id, inputs);
    if (id !== undefined && state) return { id, state };
    spent.push(id);
  }
  throw new Error("SigSentry names only connections that do not exist when one is created. Try again later.");
}

/** Brings a connection that was just created to what is declared; `undefined` when it does not exist. */
async function settle(client: SigSentryClient, id: string, inputs: Inputs): Promise<State | undefined> {
  if (!inputs.isActive && !(await pauseNew(client, id, inputs))) return undefined;
  const found = await client.find(id);
  return found && stateAfterWrite(inputs, found.record);
}

/** A new connection is always active; one declared paused is paused by a second call. `false`: it does not exist. */
async function pauseNew(client: SigSentryClient, id: string, inputs: Inputs): Promise<boolean> {
  try {
    await client.update(id, { isActive: false });
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw new PartialFailure(
      id,
      { ...stateAfterWrite(inputs, undefined), isActive: true },
      "The connection was created but is still active: pausing it failed. Run the same command again to finish.",
      error,
    );
  }
}
