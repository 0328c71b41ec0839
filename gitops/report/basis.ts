import type { Report } from "./schema";

/** What a plan rests on that nobody has looked at the services for. */
export const ON_RECORDS = "not read: what was last recorded stands for them";

/** Whether a reader is told what the report rests on; of what was done, that is no question any more. */
export function hasBasis({ command, refreshed, error }: Report): boolean {
  return error === undefined && (refreshed || command === "plan");
}
