import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { DEFAULTS, MAPPING_DEFAULTS } from "../../provider/sigsentry/schema";
import type { DeclaredStack } from "../file";
import type { Found } from "./found";

const mappings = z.array(z.record(z.string(), z.unknown()));

/** What a file has to say of a connection, so that it declares it as it is: nothing that goes without saying. */
export function importedFields(
  { kind, id, state }: Found,
  { defaults }: DeclaredStack,
): Record<string, unknown> {
  if (kind === "coregit") {
    return { provider: state.provider, label: state.label, accessToken: "keep", adopt: id };
  }
  const serviceMappings = mappings.parse(state.serviceMappings).map(withoutDefaults);
  const optional = {
    lookbackDays: defaults.sigsentry?.lookbackDays ?? DEFAULTS.lookbackDays,
    isActive: defaults.sigsentry?.isActive ?? DEFAULTS.isActive,
  };
  return {
    platform: state.platform,
    credentials: "keep",
    adopt: id,
    repositories: state.repositories,
    ...(serviceMappings.length > 0 ? { serviceMappings } : {}),
    ...Object.fromEntries(
      Object.entries(optional)
        .filter(([field, fallback]) => !isDeepStrictEqual(state[field], fallback))
        .map(([field]) => [field, state[field]]),
    ),
  };
}

function withoutDefaults(mapping: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults = new Map<string, unknown>(Object.entries(MAPPING_DEFAULTS));
  return Object.fromEntries(
    Object.entries(mapping).filter(([field, value]) => defaults.get(field) !== value),
  );
}
