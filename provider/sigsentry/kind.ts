import type { ProviderKind } from "../kinds/kind";
import { check } from "./check";
import { RepoConnectionLifecycle } from "./connection";
import { referencesOf } from "./credentials";
import { doubtsAbout } from "./doubts";
import { OPEN_FIELDS } from "./platforms";
import { DEFAULT_BASE_URL, readSettings } from "./settings";

/** No key of an organisation, so that no project is missed. */
const NO_SETTINGS = { apiKey: "", projectId: undefined, baseUrl: DEFAULT_BASE_URL };

/** SigSentry's repo connections. */
export const kind: ProviderKind = {
  type: "pulumi-nodejs:dynamic/sigsentry:RepoConnection",
  defaultUrl: DEFAULT_BASE_URL,
  host: "platform",
  credentials: "credentials",
  openFields: OPEN_FIELDS,
  project: { setting: "sigsentry:projectId", variable: "SIGSENTRY_PROJECT_ID" },
  referencesOf,
  check: (declared, context) => check(declared, {}, { ...context, settings: NO_SETTINGS }),
  doubtsAbout,
  reach(lookup, environment) {
    const configured = readSettings(lookup, environment);
    return {
      ...configured,
      // What its key may do, only the service knows.
      whyReadOnly: undefined,
      open: (options) => new RepoConnectionLifecycle(configured, options),
    };
  },
};
