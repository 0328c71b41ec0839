import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Properties } from "../lifecycle";

/** How many keys a state remembers: a team's own, its pipeline's, and those that they follow. */
const MOST_KEYS = 4;

const remembered = z.object({ seenByKeys: z.array(z.string()) });

/** The keys that have seen a connection, with this one as the last. */
export function seenByKeys(id: string, state: Properties, apiKey: string): string[] {
  const key = fingerprintOf(apiKey, id);
  const others = keysOf(state).filter((other) => other !== key);
  return [key, ...others].slice(0, MOST_KEYS);
}

/**
 * Concludes from a connection not being there that it is gone.
 *
 * What an organisation does not have is as absent to its keys as what another organisation has. So it is gone only
 * to a key that has seen it before, or that sees other connections of the same state.
 *
 * @param seesOthers whether the key sees another connection that is recorded in the state.
 * @throws Error when it may be another organisation's key.
 */
export function concludeGone(id: string, state: Properties, apiKey: string, seesOthers: boolean): void {
  if (seesOthers || keysOf(state).includes(fingerprintOf(apiKey, id))) return;
  throw new Error(
    `Coregit has no connection ${id} for this API key, and none of the keys that saw it before is this one: the key may be another organisation's, where the connection lives on unseen. The state is unchanged. Check coregit:apiKey; if the connection was deleted, run \`pulumi refresh\` with an earlier key, or take it out of the state (pulumi state delete).`,
  );
}

function keysOf(state: Properties): readonly string[] {
  return remembered.safeParse(state).data?.seenByKeys ?? [];
}

/** By this an API key is recognised, and nothing else of it learnt: part of an HMAC-SHA-256, another for each connection. */
function fingerprintOf(apiKey: string, id: string): string {
  return createHmac("sha256", apiKey).update(id).digest("base64url").slice(0, 16);
}
