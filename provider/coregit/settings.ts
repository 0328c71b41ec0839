import type { Config, Environment, Problem } from "../contract";
import { debugging } from "../core/debugging";
import { addressOf } from "../core/serviceAddress";
import { messageAboutCharacters, settingsReader } from "../core/settings";
import { type Reserved, reservedSecrets } from "../secrets/reserved";

/** Where Coregit's API is, unless `coregit:baseUrl` says otherwise. */
export const DEFAULT_BASE_URL = "https://api.coregit.dev";

/** What the provider is configured with. */
export interface Settings {
  readonly apiKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** For how long the service's list may not show what was written, in milliseconds. */
  readonly listLagMs: number;
}

/** "Up to a minute or so", and some more. */
export const DEFAULT_LIST_LAG = "90";

/** The longest lag that can be set, in seconds. */
const MAX_LIST_LAG_SECONDS = 600;

const LIST_LAG = "coregit:listLagSeconds";

/** The settings of a configuration, by their keys. */
export const SETTINGS = ["coregit:apiKey", "coregit:baseUrl", LIST_LAG];

/** Configuration keys and the environment variables that stand in for them. */
const ENVIRONMENT = {
  "coregit:apiKey": "COREGIT_API_KEY",
  [LIST_LAG]: "COREGIT_LIST_LAG_SECONDS",
} as const;

/**
 * Reads the settings: stack configuration first, then the environment. An empty value counts as not set.
 * Everything that is wrong with them is returned as problems; `settings` is usable only when there are none.
 */
export function readSettings(
  lookup: Config,
  environment: Environment,
): {
  settings: Settings;
  problems: Problem[];
  reserved: readonly Reserved[];
  showsRequests: boolean;
} {
  const value = settingsReader(ENVIRONMENT, lookup, environment);
  const apiKey = value("coregit:apiKey");
  const address = addressOf({ namespace: "coregit", defaultUrl: DEFAULT_BASE_URL }, lookup, environment);
  const listLag = value(LIST_LAG) ?? DEFAULT_LIST_LAG;
  const lagSource = lookup(LIST_LAG) ? LIST_LAG : ENVIRONMENT[LIST_LAG];
  const { showsRequests, problems: ofDebugging } = debugging(environment);
  const problems = [
    problemWithKey(apiKey),
    ...address.problems,
    problemWithListLag(listLag, lagSource),
    ...ofDebugging,
  ].filter((found) => found !== undefined);
  const settings = {
    apiKey: apiKey ?? "",
    baseUrl: address.baseUrl,
    listLagMs: Number(listLag) * 1000,
  };
  return { settings, problems, reserved: reservedSecrets(lookup, environment), showsRequests };
}

/**
 * A scoped key lists and tests connections, so it is enough for a preview and a refresh.
 *
 * @throws Error when the key is one; what it is not allowed to do is not even asked for.
 */
export function requireMasterKey(settings: Settings): void {
  const reason = whyReadOnly(settings);
  if (reason !== undefined) throw new Error(reason);
}

/** Why nothing can be written with the key, and what to do; `undefined` for a key that may write. */
export function whyReadOnly({ apiKey }: Settings): string | undefined {
  if (!apiKey.startsWith("cgt_")) return undefined;
  return `coregit:apiKey is a scoped key (cgt_…), which lists and tests connections but cannot create, change or delete them. Use a master key (cgk_live_…). ${HOW_TO_SET} Nothing was changed.`;
}

const HOW_TO_SET = "Set it with `pulumi config set --secret coregit:apiKey`, or in COREGIT_API_KEY.";

function problemWithKey(apiKey: string | undefined): Problem | undefined {
  const message = messageAboutKey(apiKey);
  return message === undefined ? undefined : { path: "coregit:apiKey", message: `${message} ${HOW_TO_SET}` };
}

/** No part of the key but its documented prefix is ever shown. */
function messageAboutKey(apiKey: string | undefined): string | undefined {
  if (apiKey === undefined) return "is not set. Make a master key (cgk_live_…) in Coregit.";
  const characters = messageAboutCharacters(apiKey);
  if (characters !== undefined) return characters;
  return /^(cgk_live_|cgt_)/.test(apiKey)
    ? undefined
    : "is not a Coregit key: those start with cgk_live_ (master keys) or cgt_ (scoped keys).";
}

/** @param path the setting or variable that has it. */
function problemWithListLag(seconds: string, path: string): Problem | undefined {
  if (/^\d+(\.\d+)?$/.test(seconds) && Number(seconds) <= MAX_LIST_LAG_SECONDS) return undefined;
  const message = `must be a number of seconds from 0 to ${MAX_LIST_LAG_SECONDS}; the default is ${DEFAULT_LIST_LAG}.`;
  return { path, message };
}
