import { z } from "zod";
import type { Config } from "../../provider/contract";

/** The type of Pulumi's own provider for connections; what it is configured with are its inputs. */
const PROVIDER = "pulumi:providers:pulumi-nodejs";

/** A secret of an exported state, decrypted: a value in JSON. */
export const exportedSecret = z
  .object({ plaintext: z.string() })
  .transform(({ plaintext }): unknown => JSON.parse(plaintext));
const value = z
  .union([z.string(), exportedSecret.pipe(z.string())])
  .optional()
  .catch(undefined);

/** The configuration that a state has recorded; a refresh or a deletion goes by it. `undefined`: none is recorded. */
export function recordedConfig(
  resources: readonly { readonly type: string; readonly inputs: Readonly<Record<string, unknown>> }[],
): Config | undefined {
  const inputs = resources.find(({ type }) => type === PROVIDER)?.inputs;
  return inputs && ((key) => value.parse(inputs[key]));
}
