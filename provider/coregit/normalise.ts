import type { Properties } from "../contract";
import { DEFAULTS } from "./schema";

/** The normal form of a connection's fields, for declared inputs and for what is recorded alike: every default filled in. */
export function normalise(fields: Properties): Properties {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return { ...DEFAULTS, ...Object.fromEntries(known) };
}
