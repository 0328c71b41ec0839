import { createHash } from "node:crypto";
import type { Log } from "../contract";
import { NAMES } from "../core/attempts";
import { OwnFolder } from "../files/ownFolder";
import type { CoregitClient } from "./client";
import { CASCADE } from "./diff";
import type { Lag } from "./lag";

/** What a deletion needs to know. */
export interface DeletionContext {
  /** Makes certain that a connection that is not shown is of the API key's organisation; throws when that cannot be said. */
  readonly requireOwner: () => Promise<void>;
  /** When the connection was made, by the service's clock, in Unix milliseconds; `undefined`: long ago. */
  readonly madeAt: number | undefined;
  readonly lag: Lag;
  readonly log: Log;
}

/**
 * Deletes a connection. The service says yes to anything, to another organisation's ids too, and deletes what is the
 * key's own: so it is made certain first that the connection is, and then the yes is the proof. What was made so short a
 * time ago that the service may not show it yet is deleted as well.
 *
 * A test afterwards confirms it, but may still answer for what was deleted: that proves nothing, unless nothing lags.
 */
export async function deleteVerified(
  client: CoregitClient,
  id: string,
  { requireOwner, madeAt, lag, log }: DeletionContext,
): Promise<void> {
  // A list of a minute ago serves all deletions; who is not in it is asked for.
  const { byId } = await client.listBefore();
  if (!byId.has(id) && (await client.test(id)) === undefined) {
    await requireOwner();
    if (!lag.mayHide(madeAt, client.now())) return;
  }
  log({ severity: "warning", id, message: `when it is deleted, ${CASCADE}.` });
  await client.delete(id);
  if ((await testAfterwards(client, id)) === undefined) return;
  if (lag.ms === 0) {
    throw new Error(
      `Coregit says that connection ${id} is deleted, and still has it. Run the same command again; if it stays, ask Coregit's support.`,
    );
  }
  log({
    severity: "info",
    id,
    message: `Coregit says that it is deleted. Its test still answers, as it may for up to ${lag.text} after a deletion; if the connection is in the dashboard after that, delete it there.`,
  });
}

async function testAfterwards(client: CoregitClient, id: string) {
  try {
    return await client.test(id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `Coregit says that connection ${id} is deleted, which could not be verified. Run the same command again. ${reason}`,
      { cause: error },
    );
  }
}

/**
 * Remembers on this machine which connections were deleted, since Coregit's reads show them for some time. Ids are never
 * given twice, so what is remembered stays true. An empty file each, beside the attempts, which go after a day with them;
 * where none can be written nothing is remembered, and reads are waited for instead.
 */
export class Deletions {
  readonly #folder: OwnFolder | undefined;
  readonly #known = new Set<string>();

  /** @param folder where the files are kept; `undefined`: only this process remembers. */
  constructor(folder: string | undefined) {
    this.#folder = folder === undefined ? undefined : new OwnFolder(folder, NAMES);
  }

  /** A connection was certainly deleted. */
  add(id: string): void {
    this.#known.add(id);
    try {
      this.#folder?.write(nameOf(id), "");
    } catch {
      // See the class.
    }
  }

  /** Whether a connection was deleted, as far as this machine remembers. */
  has(id: string): boolean {
    return this.#known.has(id) || this.#folder?.statOf(nameOf(id)) !== undefined;
  }
}

/** Ids are opaque, and no names of files. */
function nameOf(id: string): string {
  return `deleted-${createHash("sha256").update(id).digest("base64url").slice(0, 22)}`;
}
