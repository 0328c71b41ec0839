import { isDeepStrictEqual } from "node:util";
import { type Checked, type Problem, type Properties, UNKNOWN } from "../lifecycle";
import { isObject, normalise } from "./normalise";
import { CREDENTIALS, type Platform } from "./platforms";
import { problemsBetweenFields, problemsOf } from "./problems";
import { ANY_PLATFORM, DEFAULTS, SCHEMAS, SERVICE_MAPPING } from "./schema";
import { problemWithProject, type Settings } from "./settings";

/**
 * Checks a connection's declared inputs and brings them to their normal form. Values not known yet are
 * accepted anywhere. Every problem is reported, none of them shows a secret, and nothing is sent.
 *
 * @param olds the inputs of the last update: a connection stays in its project when the setting vanishes.
 */
export function check(news: Properties, olds: Properties, settings: Settings): Checked {
  const projectId = news.projectId ?? settings.projectId ?? olds.projectId;
  const inputs = normalise({ ...news, projectId, credentialsVersion: credentialsVersion(news, olds) });
  const declared = dropAbsent(news);
  return {
    inputs,
    problems: [
      ...problemsInFields(declared),
      ...problemsBetweenFields(declared),
      ...[problemWithProject(settings.apiKey, projectId)].filter((problem) => problem !== undefined),
    ],
  };
}

/**
 * A preview shows every secret as `[secret]`, so a rotation would be an update without a reason. This number is
 * not secret and counts up whenever the credentials change.
 */
function credentialsVersion(news: Properties, olds: Properties): unknown {
  if (olds.credentials === undefined) return undefined;
  if (holdsUnknown(news.credentials)) return UNKNOWN;
  const version =
    typeof olds.credentialsVersion === "number" ? olds.credentialsVersion : DEFAULTS.credentialsVersion;
  return isDeepStrictEqual(news.credentials, olds.credentials) ? version : version + 1;
}

function holdsUnknown(credentials: unknown): boolean {
  return credentials === UNKNOWN || (isObject(credentials) && Object.values(credentials).includes(UNKNOWN));
}

function problemsInFields(declared: Properties): Problem[] {
  const platform = isPlatform(declared.platform) ? declared.platform : undefined;
  const schema = platform === undefined ? ANY_PLATFORM : SCHEMAS[platform];
  const result = schema.safeParse(declared);
  if (result.success) return [];
  return problemsOf(result.error, declared, (path) => fieldsAt(path, platform));
}

function isPlatform(value: unknown): value is Platform {
  return typeof value === "string" && Object.hasOwn(SCHEMAS, value);
}

/** The fields that exist at a path: of the connection, of its credentials or of a mapping. */
function fieldsAt(path: readonly PropertyKey[], platform: Platform | undefined): string[] {
  if (path.length === 0) return Object.keys(ANY_PLATFORM.shape);
  if (path[0] === "serviceMappings") return Object.keys(SERVICE_MAPPING.shape);
  return platform === undefined ? [] : Object.keys(CREDENTIALS[platform].shape);
}

/** Absent and null are the same to a user. */
function dropAbsent(value: Properties): Properties {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined && field !== null)
      .map(([key, field]) => [key, isObject(field) ? dropAbsent(field) : field]),
  );
}
