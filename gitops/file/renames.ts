import { z } from "zod";
import type { Kind } from "../kinds";

/** Tells the program what connections were called before; see {@link renamesToText}. */
export const RENAMES = "REPO_CONNECTIONS_RENAMES";

/** By kind and new name, what a connection was called before. */
export type Renames = Readonly<Record<Kind, Readonly<Record<string, string>>>>;

const NAMES = z.record(z.string(), z.string());
const FORM = z.strictObject({ sigsentry: NAMES, coregit: NAMES });

/** Renames as the text of a variable. */
export function renamesToText(renames: Renames): string {
  return JSON.stringify(renames);
}

/** The renames in a variable; none where it is not set. */
export function renamesFromText(text: string | undefined): Renames {
  return text === undefined ? { sigsentry: {}, coregit: {} } : FORM.parse(JSON.parse(text));
}
