import type { Report } from "./schema";

/**
 * What a plan without `--refresh` rests on. It may have read the services all the same, for what is to be created or
 * taken over.
 */
export const ON_RECORDS =
  "Existing connections are compared as last recorded; --refresh reads them from the services first";

/** Whether a reader is told what the report rests on; of what was done, that is no question any more. */
export function hasBasis({ command, refreshed, error }: Report): boolean {
  return error === undefined && (refreshed || command === "plan");
}
