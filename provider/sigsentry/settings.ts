import type { Config, Environment, Problem } from "../contract";
import { allowedHosts, type Hosts } from "../core/allowedHosts";
import { debugging } from "../core/debugging";
import { addressOf } from "../core/serviceAddress";
import { messageAboutCharacters, settingsReader } from "../core/settings";
import { type Reserved, reservedSecrets } from "../secrets/reserved";

/** Where SigSentry's API is, unless `sigsentry:baseUrl` says otherwise. */
export const DEFAULT_BASE_URL = "https://api.sigsentry.com";

/** The settings of a configuration, by their keys. */
export const SETTINGS = ["sigsentry:apiKey", "sigsentry:projectId", "sigsentry:baseUrl"];

/** What the provider is configured with; checked, but for `apiKey`, `projectId` depending on each other. */
export interface Settings {
  readonly apiKey: string;
  readonly projectId: string | undefined;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Where tokens may go besides the public code hosts. */
  readonly allowedHosts?: Hosts;
}

/** Configuration keys and the environment variables that stand in for them. */
const ENVIRONMENT = {
  "sigsentry:apiKey": "SIGSENTRY_API_KEY",
  "sigsentry:projectId": "SIGSENTRY_PROJECT_ID",
} as const;

/**
 * Reads the settings: stack configuration first, then the environment. An empty value counts as not set.
 * Everything that is wrong with them is returned as problems; `settings` is complete only when there are none.
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
  const apiKey = value("sigsentry:apiKey");
  const address = addressOf({ namespace: "sigsentry", defaultUrl: DEFAULT_BASE_URL }, lookup, environment);
  const { showsRequests, problems: ofDebugging } = debugging(environment);
  const problems = [problemWithKey(apiKey), ...address.problems, ...ofDebugging].filter(
    (found) => found !== undefined,
  );
  return {
    settings: {
      apiKey: apiKey ?? "",
      projectId: value("sigsentry:projectId"),
      baseUrl: address.baseUrl,
      allowedHosts: allowedHosts(environment).hosts,
    },
    problems,
    reserved: reservedSecrets(lookup, environment),
    showsRequests,
  };
}

/** An organisation key reaches every project of its tenant, so the service wants to be told which one. */
export function problemWithProject(apiKey: string, projectId: unknown): Problem | undefined {
  if (!apiKey.startsWith("ss_org_") || projectId !== undefined) return undefined;
  return {
    path: "projectId",
    message:
      "is missing: the API key is an organisation key (ss_org_…), which works on every project. " +
      "Set projectId on the resource, `pulumi config set sigsentry:projectId <id>` or SIGSENTRY_PROJECT_ID.",
  };
}

const HOW_TO_SET = "Set it with `pulumi config set --secret sigsentry:apiKey`, or in SIGSENTRY_API_KEY.";

function problemWithKey(apiKey: string | undefined): Problem | undefined {
  const message = messageAboutKey(apiKey);
  return message === undefined ? undefined : { path: "sigsentry:apiKey", message };
}

/** No part of the key but its documented prefix is ever shown. */
function messageAboutKey(apiKey: string | undefined): string | undefined {
  if (apiKey === undefined) {
    return `is not set. Make a secret key (ss_secret_…) with config:read and config:write in SigSentry. ${HOW_TO_SET}`;
  }
  const characters = messageAboutCharacters(apiKey);
  if (characters !== undefined) return `${characters} ${HOW_TO_SET}`;
  if (apiKey.startsWith("ss_pub_")) {
    return `is a public key (ss_pub_…), which cannot manage connections. Use a secret key (ss_secret_…). ${HOW_TO_SET}`;
  }
  if (/^(tb_|ss_live_)/.test(apiKey)) {
    return `has a format that SigSentry no longer accepts (tb_…, ss_live_…). Make a new secret key (ss_secret_…). ${HOW_TO_SET}`;
  }
  if (!/^ss_(secret|org)_/.test(apiKey)) {
    return `is not a SigSentry key: those start with ss_secret_ or ss_org_. ${HOW_TO_SET}`;
  }
  return undefined;
}
