import { attemptsFolder } from "../core/attempts";
import { settingChanges } from "../core/changes";
import { managedIn } from "../core/managed";
import type { ProviderKind } from "../kinds/kind";
import { check } from "./check";
import { ConnectionLifecycle } from "./connection";
import { CASCADE, FORMS } from "./diff";
import { untilListed } from "./lag";
import { CREDENTIAL_PROPERTIES } from "./schema";
import { DEFAULT_BASE_URL, readSettings, SETTINGS, whyReadOnly } from "./settings";

/** Coregit's connections. */
export const kind: ProviderKind = {
  name: "coregit",
  type: "pulumi-nodejs:dynamic/coregit:Connection",
  pluginType: "coregit:index:Connection",
  defaultUrl: DEFAULT_BASE_URL,
  host: "provider",
  credentials: CREDENTIAL_PROPERTIES,
  secrets: CREDENTIAL_PROPERTIES.secrets,
  shown: ["provider", "label", "externalUsername", "createdAt", "updatedAt", "lastSyncedAt"],
  forms: FORMS,
  cascade: { what: "sync configuration", note: CASCADE },
  check: (declared, context) => check(declared, {}, context),
  doubtsAbout: () => [],
  checkConfig: (config, { environment }) => readSettings(config, environment).problems,
  diffConfig: (old, next) => settingChanges(SETTINGS, old, next),
  open: (config, { cancelled: signal, log, place, scope }) =>
    new ConnectionLifecycle(readSettings(config, place.environment), {
      ...{ signal, log, place, scope },
      attemptsFolder: attemptsFolder(place.environment),
      managed: managedIn(place.environment, "coregit"),
    }),
  reach(config, environment) {
    const configured = readSettings(config, environment);
    return {
      ...configured,
      whyReadOnly: whyReadOnly(configured.settings),
      open: (options) => new ConnectionLifecycle(configured, options),
      untilListed: (writtenAt, options) => untilListed(writtenAt, configured.settings.listLagMs, options),
    };
  },
};
