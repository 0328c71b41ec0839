import type { Config, Environment } from "../contract";
import { readRegularFile } from "../files/regularFile";
import { KINDS, keySettingOf, keyVariableOf, SERVICE_NAMES } from "../kinds/names";

/** A secret that opens a service or Pulumi's state, and never is a code host's. */
export interface Reserved {
  /** What it is, behind "is". */
  readonly what: string;
  readonly value: string;
}

/** What the process that runs `pulumi` holds besides the code hosts' credentials. */
export function reservedSecrets(lookup: Config, environment: Environment): readonly Reserved[] {
  const passphrase = "Pulumi's passphrase";
  const all: readonly (readonly [string, string | undefined])[] = [
    ...KINDS.flatMap((kind) =>
      [lookup(keySettingOf(kind)), environment[keyVariableOf(kind)]].map(
        (key) => [`the API key of ${SERVICE_NAMES[kind]}`, key] as const,
      ),
    ),
    [passphrase, environment.PULUMI_CONFIG_PASSPHRASE],
    [passphrase, contentOf(environment.PULUMI_CONFIG_PASSPHRASE_FILE)],
    ["Pulumi's access token", environment.PULUMI_ACCESS_TOKEN],
  ];
  return all.flatMap(([what, value]) => (value?.trim() ? [{ what, value: value.trim() }] : []));
}

/** A file that cannot be read gives Pulumi no passphrase either. */
function contentOf(file: string | undefined): string | undefined {
  if (!file) return undefined;
  try {
    const content = readRegularFile(file, 64 * 1024);
    return "bytes" in content ? content.bytes.toString("utf8") : undefined;
  } catch {
    return undefined;
  }
}

/** Shorter ones may be part of any token. */
const LEAST_WITHIN = 16;

/** Those that are long enough to be told from words: a service might repeat one, whatever it is to it. */
export function toMask(reserved: readonly Reserved[]): string[] {
  return reserved.map(({ value }) => value).filter((value) => value.length >= LEAST_WITHIN);
}

/** Why a value is no credential of a code host's; `undefined`: it may be one. */
export function problemWithReserved(value: unknown, reserved: readonly Reserved[]): string | undefined {
  if (typeof value !== "string") return undefined;
  const found = reserved.find(
    (one) => value.trim() === one.value || (one.value.length >= LEAST_WITHIN && value.includes(one.value)),
  );
  return found && `is ${found.what}, and is sent to nobody as a credential: give the code host's own`;
}

/** Variables of Pulumi's, of this provider's and of the services' keys; on Windows, capitals do not count. */
const RESERVED_VARIABLE = new RegExp(
  `^(?:PULUMI_.*|REPO_CONNECTIONS_.*|${KINDS.map(keyVariableOf).join("|")})$`,
  "i",
);

/** Whether a variable may hold a code host's credential. */
export const isFreeVariable = (name: string) => !RESERVED_VARIABLE.test(name);

/** Whether a setting of the stack's configuration, with its namespace, may hold a code host's credential. */
export const isFreeSetting = (key: string) =>
  !KINDS.some((kind) => key.toLowerCase() === keySettingOf(kind).toLowerCase());

/** What is said of a reference to one that may not. */
export const NOT_FREE = "is not for a code host's credential: it is Pulumi's, or the API key of a service";
