import { isObject } from "../provider/core/values";
import { providerKind } from "../provider/kinds";
import { learn } from "../provider/secrets/credentials";
import type { Redactor } from "../provider/text/redact";
import { exportedSecret } from "./engine/recordedConfig";
import type { Recorded } from "./engine/snapshot";

/**
 * Tells a redactor of the secrets that recorded connections refer to. Where a source gives nothing any more, as a variable
 * that is not set, words go by the recorded fingerprint.
 */
export function learnRecorded(redactor: Redactor, recorded: readonly Recorded[]): void {
  for (const { kind, side } of recorded) {
    const { credentials, openFields, referencesOf } = providerKind(kind);
    const from = side.outputs[`${credentials}From`];
    const fingerprint = decrypted(side.outputs[`${credentials}Fingerprint`]);
    if (isObject(from)) learn(redactor, referencesOf(from), fingerprint, openFields);
  }
}

function decrypted(value: unknown): unknown {
  const secret = exportedSecret.safeParse(value);
  return secret.success ? secret.data : value;
}
