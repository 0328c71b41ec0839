import { type Properties, UNKNOWN } from "../contract";

/** A plain object, as opposed to an array, a primitive or an unknown value. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value, or anything in an object, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

/** Absent and null are the same to a user. */
export function dropAbsent(value: Properties): Properties {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined && field !== null)
      .map(([key, field]) => [key, isObject(field) ? dropAbsent(field) : field]),
  );
}
