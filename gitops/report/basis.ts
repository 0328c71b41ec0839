import { isInventory } from "./inventory";
import type { Report } from "./schema";

/**
 * What a plan without `--refresh` rests on. It may have read the services all the same, for what is to be created or
 * taken over.
 */
const ON_RECORDS =
  "Existing connections are compared as last recorded; --refresh reads them from the services first";

/** What nobody has looked at. */
const DRIFT_UNKNOWN =
  "This is what was last recorded; `repo-connections drift` tells what was changed at the services since";

/** What a report rests on, without a full stop; of what was done, that is no question any more. */
export function basisOf(report: Report): string | undefined {
  const { command, refreshed, error } = report;
  if (error !== undefined) return undefined;
  if (isInventory(report)) return DRIFT_UNKNOWN;
  if (refreshed) return "The services were read";
  return command === "plan" ? ON_RECORDS : undefined;
}
