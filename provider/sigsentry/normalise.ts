import type { Properties } from "../lifecycle";
import { isObject } from "../values";
import { DEFAULTS, MAPPING_DEFAULTS } from "./schema";

/**
 * The normal form of a connection's fields, for declared inputs and for what the service lists alike: a
 * declared and a read connection can differ by a value, never by shape or order. Repositories are a set, and
 * service mappings are keyed by service and repository, so both are kept sorted.
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
  const keys = new Map(filled.map((mapping) => [mapping, mappingKey(mapping)]));
  if ([...keys.values()].includes(undefined)) return filled;
  return filled.sort((a, b) => ((keys.get(a) ?? "") < (keys.get(b) ?? "") ? -1 : 1));
}

function withDefaults(mapping: Properties): Properties {
  return {
    ...mapping,
    pathPrefix: mapping.pathPrefix ?? MAPPING_DEFAULTS.pathPrefix,
    defaultBranch: mapping.defaultBranch ?? MAPPING_DEFAULTS.defaultBranch,
  };
}

/** What identifies a mapping within its connection; `undefined` where it is not known. */
export function mappingKey(mapping: unknown): string | undefined {
  if (!isObject(mapping)) return undefined;
  const { serviceName, repo } = mapping;
  return typeof serviceName === "string" && typeof repo === "string" ? `${serviceName}\n${repo}` : undefined;
}
