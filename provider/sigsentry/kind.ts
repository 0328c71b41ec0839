import { attemptsFolder } from "../core/attempts";
import { settingChanges } from "../core/changes";
import { managedIn } from "../core/managed";
import type { ProviderKind } from "../kinds/kind";
import { check } from "./check";
import { RepoConnectionLifecycle } from "./connection";
import { FORMS } from "./diff";
import { doubtsAbout } from "./doubts";
import { CREDENTIAL_PROPERTIES } from "./schema";
import { DEFAULT_BASE_URL, readSettings, SETTINGS } from "./settings";

/** No key of an organisation, so that no project is missed. */
const NO_SETTINGS = { apiKey: "", projectId: undefined, baseUrl: DEFAULT_BASE_URL };

/** SigSentry's repo connections. */
export const kind: ProviderKind = {
  name: "sigsentry",
  type: "pulumi-nodejs:dynamic/sigsentry:RepoConnection",
  pluginType: "sigsentry:index:RepoConnection",
  defaultUrl: DEFAULT_BASE_URL,
  host: "platform",
  credentials: CREDENTIAL_PROPERTIES,
  secrets: CREDENTIAL_PROPERTIES.secrets,
  shown: [
    "platform",
    "projectId",
    "repositories",
    "serviceMappings",
    "lookbackDays",
    "isActive",
    "createdAt",
    "updatedAt",
  ],
  forms: FORMS,
  project: { setting: "sigsentry:projectId", variable: "SIGSENTRY_PROJECT_ID" },
  check: (declared, context) => check(declared, {}, { ...context, settings: NO_SETTINGS }),
  doubtsAbout,
  checkConfig: (config, { environment }) => readSettings(config, environment).problems,
  diffConfig: (old, next) => settingChanges(SETTINGS, old, next),
  open: (config, { cancelled: signal, log, place, scope }) =>
    new RepoConnectionLifecycle(readSettings(config, place.environment), {
      ...{ signal, log, place, scope },
      attemptsFolder: attemptsFolder(place.environment),
      managed: managedIn(place.environment, "sigsentry"),
    }),
  reach(config, environment) {
    const configured = readSettings(config, environment);
    return {
      ...configured,
      // What its key may do, only the service knows.
      whyReadOnly: undefined,
      open: (options) => new RepoConnectionLifecycle(configured, options),
    };
  },
};
