import { providerKind } from "../provider/kinds";
import type { Redactor } from "../provider/text/redact";
import { exportedSecret } from "./engine/recordedConfig";
import type { Recorded } from "./engine/snapshot";

/**
 * Tells a redactor of the secrets that recorded connections refer to. Where a source gives nothing any more, as a variable
 * that is not set, words go by the recorded fingerprint.
 */
export function learnRecorded(redactor: Redactor, recorded: readonly Recorded[]): void {
  for (const { kind, side } of recorded) {
    const { credentials } = providerKind(kind);
    const fingerprint = decrypted(side.outputs[credentials.fingerprint]);
    credentials.learnReferred(redactor, { ...side.outputs, [credentials.fingerprint]: fingerprint });
  }
}

function decrypted(value: unknown): unknown {
  const secret = exportedSecret.safeParse(value);
  return secret.success ? secret.data : value;
}
