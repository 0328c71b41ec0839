import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** Where Pulumi tells a program which keys of the configuration are secrets; a unit test with mocks has none. */
const SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";

/** What Pulumi has in the environment's place for a program that runs inside another process. */
const globals = z.object({ asyncLocalStorage: z.instanceof(AsyncLocalStorage).optional() });
const inlineProgram = z.object({ config: z.object({ [SECRET_KEYS]: z.string() }) });

const keys = z.array(z.string()).nullable();

/**
 * Whether the stack's configuration has a value in the clear under a key, `namespace:name`. `false` also where that
 * cannot be told.
 */
export function isInTheClear(key: string): boolean {
  const [namespace = "", name = ""] = key.split(":");
  const secretKeys = secretKeysIn(secretKeysText());
  return (
    secretKeys !== undefined && !secretKeys.includes(key) && Boolean(new pulumi.Config(namespace).get(name))
  );
}

function secretKeysText(): string | undefined {
  const { asyncLocalStorage: programs } = globals.parse(globalThis);
  return inlineProgram.safeParse(programs?.getStore()).data?.config[SECRET_KEYS] || process.env[SECRET_KEYS];
}

function secretKeysIn(text: string | undefined): readonly string[] | undefined {
  if (!text) return undefined;
  try {
    return keys.parse(JSON.parse(text)) ?? [];
  } catch {
    return undefined;
  }
}

const warned = new Set<string>();

/**
 * Warns, once, of an API key that everybody can read where the stack's configuration and state are. It goes on being
 * used: what has leaked is not taken back by that, and the program of whoever is warned runs as it did.
 */
export function warnOfPlainKey(key: string): void {
  const setting = `${pulumi.getStack()} ${key}`;
  if (warned.has(setting) || !isInTheClear(key)) return;
  warned.add(setting);
  void pulumi.log.warn(
    `${key} stands in the clear in the stack's configuration, and so in its state. Make a new key at the service, set it with \`pulumi config set --secret ${key} --stack ${pulumi.getStack()}\`, and revoke this one.`,
  );
}
