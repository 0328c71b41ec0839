import { z } from "zod";
import type { Config } from "../../provider/contract";
import { KINDS } from "../../provider/kinds/names";

/** What hosts dynamic providers; it is configured with everything that the stack has. */
const DYNAMIC = "pulumi-nodejs";

/** A secret of an exported state, decrypted: a value in JSON. */
export const exportedSecret = z
  .object({ plaintext: z.string() })
  .transform(({ plaintext }): unknown => JSON.parse(plaintext));
const value = z
  .union([z.string(), exportedSecret.pipe(z.string())])
  .optional()
  .catch(undefined);

/** A setting of a kind, as its plugin has it or the stack; an API key is of no interest. */
const OF_KINDS = new RegExp(`^(?!(?:.*:)?apiKey$)(?:(?:${KINDS.join("|")}):)?[^:]+$`);

const masked = z.object({ ciphertext: z.string() });

/** Whether something of a recorded configuration is a secret that is not shown, and no API key, which nobody asks for. */
export function isConfigMasked(resources: readonly StateResource[]): boolean {
  const providers = [DYNAMIC, ...KINDS].map((name) => `pulumi:providers:${name}`);
  return resources.some(
    ({ type, inputs }) =>
      providers.includes(type) &&
      Object.entries(inputs).some(([key, value]) => OF_KINDS.test(key) && masked.safeParse(value).success),
  );
}

/** What is of interest in a resource of a state. */
interface StateResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The configuration that a state has recorded; a refresh or a deletion goes by it. `undefined`: none is recorded. */
export function recordedConfig(resources: readonly StateResource[]): Config | undefined {
  const inputsOf = (provider: string) =>
    resources.findLast(({ type }) => type === `pulumi:providers:${provider}`)?.inputs;
  const providers = [DYNAMIC, ...KINDS].filter((provider) => inputsOf(provider) !== undefined);
  if (providers.length === 0) return undefined;
  return (key) => {
    const [kind = "", setting = ""] = key.split(":");
    const own = inputsOf(kind);
    return value.parse(own === undefined ? inputsOf(DYNAMIC)?.[key] : own[setting]);
  };
}
