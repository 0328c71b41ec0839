import { z } from "zod";
import { type ByKind, byKind, KINDS } from "../../provider/kinds/names";

/** Tells the program what connections were called before; see {@link renamesToText}. */
export const RENAMES = "REPO_CONNECTIONS_RENAMES";

/** By kind and new name, what a connection was called before. */
export type Renames = ByKind<Readonly<Record<string, string>>>;

const NAMES = z.record(z.string(), z.string());
const FORM = z.partialRecord(z.enum(KINDS), NAMES);

/** Renames as the text of a variable. */
export function renamesToText(renames: Renames): string {
  return JSON.stringify(renames);
}

/** The renames in a variable; none where it is not set. */
export function renamesFromText(text: string | undefined): Renames {
  const renames = text === undefined ? {} : FORM.parse(JSON.parse(text));
  return byKind((kind) => renames[kind] ?? {});
}
