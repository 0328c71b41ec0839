import { createHash } from "node:crypto";

/**
 * What tells a resource from every other, across processes: its organisation and URN, hashed to keep the state small.
 * From it is derived how a creation that was cut short is recognised.
 */
export function identityOf(organisation: string, urn: string): string {
  return createHash("sha256").update(`${organisation}\n${urn}`).digest("base64url").slice(0, 22);
}
