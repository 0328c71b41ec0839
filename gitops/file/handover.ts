import { z } from "zod";
import type { Environment } from "../../provider/contract";
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

/** Tells the program of a secret that the stack's configuration is about to get, so that a preview can show what it does. */
const VARIABLE = "REPO_CONNECTIONS_NEW_SECRET";

const newSecret = z.object({ key: z.string(), value: z.string() });

/** A secret of the stack's configuration, not stored yet. */
export type NewSecret = z.output<typeof newSecret>;

/** The variables by which a program sees a secret before it is stored. */
export function announcing(secret: NewSecret): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(secret) };
}

/** The value that the configuration is about to get under a key; `undefined`: none. */
export function announced(key: string, environment: Environment): string | undefined {
  const text = environment[VARIABLE];
  if (text === undefined) return undefined;
  const secret = newSecret.parse(JSON.parse(text));
  return secret.key === key ? secret.value : undefined;
}
