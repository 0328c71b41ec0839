import type { Properties } from "../contract";
import { isObject } from "../core/values";
import { DEFAULTS, MAPPING_DEFAULTS } from "./schema";

/**
 * The normal form of a connection's fields, for declared inputs and for what the service lists alike: a
 * declared and a read connection can differ by a value, never by shape or order. Repositories are a set, and so are
 * service mappings: both are kept sorted, and what is listed twice counts once.
 *
 * Whatever is unknown or has an unexpected shape is left as it is.
 */
export function normalise(fields: Properties): Properties {
  const known = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
  const full: Properties = { ...DEFAULTS, ...known };
  return {
    ...full,
    repositories: normalRepositories(full.repositories),
    serviceMappings: normalMappings(full.serviceMappings),
  };
}

function normalRepositories(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) return value;
  return [...new Set(value)].sort();
}

function normalMappings(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const filled: unknown[] = value.map((mapping) => (isObject(mapping) ? withDefaults(mapping) : mapping));
  const mappings = filled.flatMap((mapping) => {
    const parts = textsOf(mapping, ["serviceName", "repo", "pathPrefix", "defaultBranch"]);
    return parts === undefined ? [] : [{ mapping, parts, key: JSON.stringify(parts) }];
  });
  if (mappings.length < filled.length) return filled;
  const unique = [...new Map(mappings.map((one) => [one.key, one])).values()];
  return unique.sort((a, b) => compare(a.parts, b.parts)).map(({ mapping }) => mapping);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : (a[index] ?? "") < (b[index] ?? "") ? -1 : 1;
}

function withDefaults(mapping: Properties): Properties {
  return {
    ...mapping,
    pathPrefix: mapping.pathPrefix ?? MAPPING_DEFAULTS.pathPrefix,
    defaultBranch: mapping.defaultBranch ?? MAPPING_DEFAULTS.defaultBranch,
  };
}

/** What identifies a mapping within its connection: service, repository and folder; `undefined` where it is not known. */
export function mappingKey(mapping: unknown): string | undefined {
  const parts = isObject(mapping)
    ? textsOf(withDefaults(mapping), ["serviceName", "repo", "pathPrefix"])
    : undefined;
  return parts && JSON.stringify(parts);
}

/** What a mapping is called: by service and repository, then also by folder, then also by branch. */
export function mappingNames({ serviceName, repo, pathPrefix, defaultBranch }: Properties): string[] {
  if (typeof serviceName !== "string" || typeof repo !== "string") return [];
  const folder = pathPrefix === "" ? '""' : String(pathPrefix);
  const parts = [`${serviceName}, ${repo}`, folder, String(defaultBranch)];
  return parts.map((_, index) => parts.slice(0, index + 1).join(", "));
}

/** The texts of these fields; `undefined` where one of them is none, or not known. */
function textsOf(mapping: unknown, fields: readonly string[]): string[] | undefined {
  if (!isObject(mapping)) return undefined;
  const texts = fields.map((field) => mapping[field]).filter((text) => typeof text === "string");
  return texts.length === fields.length ? texts : undefined;
}
