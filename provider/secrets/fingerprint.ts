import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * A text by which a later value can be compared with this one, and nothing else learnt: HMAC-SHA-256 under a salt
 * that stands before it. Equal values under different salts have nothing in common.
 *
 * It is itself to be kept as a secret: then whoever reads the state without the stack's key cannot even try values.
 *
 * @param salt the resource's own; 22 characters of base64url are plenty. It must not contain a dot.
 */
export function fingerprintOf(value: Readonly<Record<string, string>>, salt: string): string {
  // Sorted: the order in which fields are declared means nothing.
  const canonical = JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${salt}.${createHmac("sha256", salt).update(canonical).digest("base64url")}`;
}

/** Whether a fingerprint was made of this value. */
export function isFingerprintOf(value: Readonly<Record<string, string>>, fingerprint: string): boolean {
  const expected = Buffer.from(fingerprintOf(value, saltOf(fingerprint)));
  const found = Buffer.from(fingerprint);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** The salt of a fingerprint: the next one of the same resource is made with it, so that it changes only with the value. */
export function saltOf(fingerprint: string): string {
  return fingerprint.slice(0, Math.max(0, fingerprint.indexOf(".")));
}
