import { setTimeout as sleep } from "node:timers/promises";
import type { Records } from "../listing";
import { readable } from "./adoption";
import { CLOCK_TOLERANCE_MS, type CoregitClient } from "./client";
import type { Looks } from "./creation";
import type { ConnectionRecord } from "./wire";

/** The shortest and the longest wait between two looks at the list, in milliseconds. */
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** What is looked for: a connection that a call without an answer may have made. */
export interface Search extends Looks {
  /** The ids that were there before the call. */
  readonly before: readonly string[];
  /** When the call was made, by the service's clock, in Unix milliseconds. */
  readonly startedAt: number;
  /** How long it may take until the list must show it, in milliseconds. */
  readonly patienceMs: number;
  /** Whether a resource of this program stands, or stood, for a connection. */
  readonly isOurs: (id: string) => boolean;
  /** Ends the search when it fires. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Looks at the list, again and again until it must show the connection, for those that the call can have made.
 *
 * @throws Error when the list could not be read at the end, or the user cancels.
 */
export async function search(client: CoregitClient, what: Search): Promise<ConnectionRecord[]> {
  const end = performance.now() + what.patienceMs;
  for (let waitMs = SHORTEST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const leftMs = end - performance.now();
    // A list that fails before the end tells nothing; at the end, its error tells why nothing is known.
    const records = await client.listAfterWrite().catch((error: unknown) => {
      if (leftMs <= 0 || what.signal?.aborted) throw error;
    });
    const found = records ? madeSince(records, what) : [];
    if (found.length > 0 || leftMs <= 0) return found;
    await pause(Math.min(waitMs, leftMs), what.signal);
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal && { signal });
  } catch {
    throw new Error(
      "Cancelled while the connection was looked for. Run the same command again: it goes on looking before it creates one.",
    );
  }
}

function madeSince(records: Records, what: Search): ConnectionRecord[] {
  const { before, startedAt, isOurs } = what;
  return alike(records, what).filter(
    ({ id, created_at }) =>
      !before.includes(id) && !isOurs(id) && Date.parse(created_at ?? "") >= startedAt - CLOCK_TOLERANCE_MS,
  );
}

/** The connections that look as one would that was made so. */
export function alike({ byId }: Records, { provider, label }: Looks): ConnectionRecord[] {
  return readable([...byId.values()]).filter(
    (record) => record.provider === provider && record.label === label,
  );
}

/** Those of listed connections that exist: the list may still show what was deleted; a test does not. */
export async function stillThere(
  client: CoregitClient,
  listed: readonly ConnectionRecord[],
): Promise<ConnectionRecord[]> {
  const results = await Promise.all(listed.map(({ id }) => client.test(id)));
  return listed.filter((_, index) => results[index] !== undefined);
}
