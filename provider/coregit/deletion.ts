import type { CoregitClient } from "./client";
import { CASCADE } from "./diff";

/** What a deletion needs to know. */
export interface DeletionContext {
  /** Concludes that a connection that is not there is gone; throws when that cannot be concluded. */
  readonly concludeGone: () => Promise<void>;
  readonly say: (message: string) => void;
}

/**
 * Deletes a connection and makes sure of it: the service says yes to anything, to another organisation's ids too. So
 * it must have been there before, and must not be there afterwards; for the latter only a test will do, since the list
 * lags.
 */
export async function deleteVerified(
  client: CoregitClient,
  id: string,
  { concludeGone, say }: DeletionContext,
): Promise<void> {
  // A list of a minute ago serves all deletions; who is not in it is asked for.
  const { byId } = await client.listBefore();
  if (!byId.has(id) && (await client.test(id)) === undefined) return concludeGone();
  say(`${id}: warning: when it is deleted, ${CASCADE}.`);
  await client.delete(id);
  if ((await testAfterwards(client, id)) === undefined) return;
  throw new Error(
    `Coregit says that connection ${id} is deleted, and still has it. Run the same command again; if it stays, ask Coregit's support.`,
  );
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
