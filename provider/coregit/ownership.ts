import { createHmac } from "node:crypto";
import type { Properties } from "../lifecycle";

/**
 * A text by which an API key can be recognised, and nothing else learnt: 16 characters of an HMAC-SHA-256, another
 * for each connection.
 */
export function keyFingerprintOf(apiKey: string, id: string): string {
  return createHmac("sha256", apiKey).update(id).digest("base64url").slice(0, 16);
}

/**
 * Concludes from a connection not being there that it is gone.
 *
 * What an organisation does not have is as absent to its keys as what another organisation has. So it is gone only
 * to the key that has seen it before.
 *
 * @throws Error when it was another key that saw it.
 */
export function requireSameKey(id: string, { keyFingerprint }: Properties, apiKey: string): void {
  if (keyFingerprint === keyFingerprintOf(apiKey, id)) return;
  throw new Error(
    `Coregit has no connection ${id} for this API key, and it was another key that last saw it: the key may be another organisation's, where the connection lives on unseen. The state is unchanged. Check coregit:apiKey; if the connection was deleted, run \`pulumi refresh\` with the earlier key, or take it out of the state (pulumi state delete).`,
  );
}
