import { createHash } from "node:crypto";

/** How API keys begin, those of formats no longer accepted among them. */
const KEY_PREFIX = /^(?:ss_[a-z]+|tb|cgk_live|cgt)(?=_)/;

/** The SHA-256 of a text, hexadecimal: what is shown in place of a secret. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What may be shown of an API key: its prefix, and eight digits of its SHA-256 to tell it from others. */
export function keyFingerprint(value: string): { kind: string; hash: string } {
  return { kind: KEY_PREFIX.exec(value)?.[0] ?? "unknown", hash: sha256(value).slice(0, 8) };
}
