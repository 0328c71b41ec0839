import { z } from "zod";
import { coregitDefaults, coregitWritten } from "./coregitForm";
import { NAME } from "./names";
import { sigsentryDefaults, sigsentryWritten } from "./sigsentryForm";

/** Top-level fields that start so are not looked at: a place for anchors. */
export const IGNORED = /^x-/;

const project = z
  .string()
  .min(1, "is empty")
  .regex(/^\S*$/, "must be a project's id, without white space")
  .optional()
  .describe(
    "The SigSentry project of every SigSentry connection in this file. Default: that of the stack's configuration.",
  )
  .meta({ examples: ["prj_payments"] });

/** `defaults` as it is written, or as several files say it together. */
export const defaultsOfBoth = z.strictObject({
  sigsentry: sigsentryDefaults.optional().describe("For every SigSentry connection in this file."),
  coregit: coregitDefaults.optional().describe("For every Coregit connection in this file."),
});

/** {@link defaultsOfBoth} as a type. */
export type Defaults = z.output<typeof defaultsOfBoth>;

/** Empty, like the fields for connections, when all its lines are commented out. */
const defaults = defaultsOfBoth
  .nullish()
  .describe(
    "What holds for each connection that does not say otherwise; a field written there wins as a whole.",
  );

const connectionsOf = <Connection extends z.ZodType>(connection: Connection) =>
  z.record(z.string().regex(NAME), connection).nullish();

/** A whole file as it is written. */
export const documentWritten = z.strictObject({
  project,
  defaults,
  sigsentry: connectionsOf(sigsentryWritten).describe("SigSentry's repo connections, by name."),
  coregit: connectionsOf(coregitWritten).describe("Coregit's connections, by name."),
});

const notLookedInto = z.record(z.string(), z.unknown(), "must map names to connections").nullish();

/** A whole file, but for its connections: what they must be depends on the defaults of other files too. */
export const documentForm = z.strictObject({
  project,
  defaults,
  sigsentry: notLookedInto,
  coregit: notLookedInto,
});

/** `connections/_defaults.yaml`. */
export const defaultsForm = z.strictObject({ defaults });
