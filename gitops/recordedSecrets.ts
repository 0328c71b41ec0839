import { isObject } from "../provider/core/values";
import { referencesOf as coregitReferences } from "../provider/coregit/credentials";
import { learn } from "../provider/secrets/credentials";
import { referencesOf as sigsentryReferences } from "../provider/sigsentry/credentials";
import { OPEN_FIELDS } from "../provider/sigsentry/platforms";
import type { Redactor } from "../provider/text/redact";
import type { Recorded } from "./engine/engine";
import { exportedSecret } from "./engine/recordedConfig";

/**
 * Tells a redactor of the secrets that recorded connections refer to. Where a source gives nothing any more, as a variable
 * that is not set, words go by the recorded fingerprint.
 */
export function learnRecorded(redactor: Redactor, recorded: readonly Recorded[]): void {
  for (const { side } of recorded) {
    const { accessTokenFrom, accessTokenFingerprint, credentialsFrom, credentialsFingerprint } = side.outputs;
    if (isObject(accessTokenFrom))
      learn(redactor, coregitReferences(accessTokenFrom), decrypted(accessTokenFingerprint));
    if (isObject(credentialsFrom))
      learn(redactor, sigsentryReferences(credentialsFrom), decrypted(credentialsFingerprint), OPEN_FIELDS);
  }
}

function decrypted(value: unknown): unknown {
  const secret = exportedSecret.safeParse(value);
  return secret.success ? secret.data : value;
}
