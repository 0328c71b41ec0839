import { isDeepStrictEqual } from "node:util";
import type { Difference, Properties } from "../lifecycle";
import { normalise } from "./normalise";

/** What an update can change, in the order in which a user thinks of it. */
export const UPDATABLE = [
  "credentials",
  "repositories",
  "serviceMappings",
  "lookbackDays",
  "isActive",
] as const;

/** What only a replacement can change. */
const REPLACING = ["platform", "projectId"] as const;

const PURGE_PENDING =
  "its new credentials are stored, but SigSentry's cache was not purged since; the update purges it and does not send them again";

/** Compares recorded state with checked inputs, both in their normal form; an unknown value counts as changed. */
export function diff(state: Properties, inputs: Properties): Difference {
  const old = normalise(state);
  const changed = [...REPLACING, ...UPDATABLE, "credentialsVersion"].filter(
    (field) => !isDeepStrictEqual(old[field], inputs[field]),
  );
  const pending = old.cachePurgePending === true ? ["cachePurgePending"] : [];
  return {
    changed: [...changed, ...pending],
    replacing: REPLACING.filter((field) => changed.includes(field) && !isFirstNaming(field, old)),
    notes: pending.length > 0 ? [PURGE_PENDING] : [],
  };
}

/**
 * A project that was not recorded is the key's own: naming it is no move, only something to record. (The service
 * answers `WRONG_PROJECT` when it is not the key's.)
 */
function isFirstNaming(field: string, old: Properties): boolean {
  return field === "projectId" && old.projectId === undefined;
}
