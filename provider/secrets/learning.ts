import type { Redactor } from "../text/redact";
import { type References, readReferences } from "./credentials";
import { isFingerprintOf } from "./fingerprint";
import { readSecret } from "./source";

/**
 * Tells a redactor of the secrets that inputs or a state refer to, before anything is sent that a service may answer with
 * one of them. A source that gives nothing now is no error: then words go by the fingerprint of what it gave before.
 *
 * @param open the fields that are no secret.
 */
export function learn(
  redactor: Redactor,
  references: References,
  fingerprint: unknown,
  open: readonly string[] = [],
): void {
  const { values } = readReferences(references, readSecret);
  const secret = Object.keys(references.from).filter((field) => !open.includes(field));
  for (const field of secret) redactor.add(values[field]);
  const [field] = secret;
  if (field === undefined || typeof fingerprint !== "string" || isFingerprintOf(values, fingerprint)) return;
  const isSecret = (word: string) => isFingerprintOf({ ...values, [field]: word }, fingerprint);
  redactor.addFingerprint(JSON.stringify(references.from), fingerprint, isSecret);
}
