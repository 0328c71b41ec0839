import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Properties } from "../contract";

/** How many keys a state remembers: a team's own, its pipeline's, and those that they follow. */
const MAX_KEYS = 4;

const remembered = z.object({ seenByKeys: z.array(z.string()) });

/**
 * Whose connections are whose. What an organisation does not have is as absent to its keys as what another organisation
 * has, so that the API key alone does not tell what has gone. The states tell which keys have seen which connection.
 */
export class Ownership {
  readonly #key: string;
  /** The connections of the state, as far as this process has met them, and the keys that have seen them. */
  readonly #recorded = new Map<string, readonly string[]>();

  constructor(apiKey: string) {
    this.#key = fingerprintOf(apiKey);
  }

  /** A connection comes from the state. */
  recorded(id: string, state: Properties): void {
    this.#recorded.set(id, keysOf(state));
  }

  /** The keys that have seen a connection, this one, which sees it now, first. */
  seenByKeys(state: Properties): string[] {
    const others = keysOf(state).filter((key) => key !== this.#key);
    return [this.#key, ...others].slice(0, MAX_KEYS);
  }

  /**
   * A connection that is not shown is certainly of this key's organisation when the key has seen it before, or when it
   * sees another one of the state which was once seen by the same key.
   *
   * @param listed what the key sees now.
   * @throws Error when it may be another organisation's key.
   */
  requireOwner(id: string, state: Properties, listed: ReadonlyMap<string, unknown>): void {
    const keys = keysOf(state);
    const isOfSameOwner = (other: string) => this.#recorded.get(other)?.some((key) => keys.includes(key));
    if (keys.includes(this.#key)) return;
    if ([...listed.keys()].some((other) => other !== id && isOfSameOwner(other))) return;
    throw new Error(
      `Coregit has no connection ${id} for this API key, and none of the keys that saw it before is this one: the key may be another organisation's, where the connection lives on unseen. The state is unchanged. Check coregit:apiKey; if the connection was deleted, run \`pulumi refresh\` with an earlier key, or take it out of the state (pulumi state delete).`,
    );
  }
}

function keysOf(state: Properties): readonly string[] {
  return remembered.safeParse(state).data?.seenByKeys ?? [];
}

/** By this an API key is recognised, and nothing else of it learnt: part of an HMAC-SHA-256. */
function fingerprintOf(apiKey: string): string {
  return createHmac("sha256", apiKey).update("coregit").digest("base64url").slice(0, 16);
}
