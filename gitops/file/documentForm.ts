import { z } from "zod";
import type { Properties } from "../../provider/contract";
import { KINDS, type Kind, SERVICE_NAMES } from "../../provider/kinds/names";
import { gitopsKind } from "../kinds";
import { NAME } from "./names";

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

/** A field for each kind. */
const forKinds = <Form extends z.ZodType>(formOf: (kind: Kind) => Form) =>
  Object.fromEntries(KINDS.map((kind) => [kind, formOf(kind)] as const));

/** `defaults` as it is written, or as several files say it together. */
export const defaultsOfAll = z.strictObject(
  forKinds((kind) =>
    gitopsKind(kind)
      .defaults.optional()
      .describe(`For every ${SERVICE_NAMES[kind]} connection in this file.`),
  ),
);

/** {@link defaultsOfAll} as a type. */
export type Defaults = Readonly<Partial<Record<Kind, Properties>>>;

/** Empty, like the fields for connections, when all its lines are commented out. */
const defaults = defaultsOfAll
  .nullish()
  .describe(
    "What holds for each connection that does not say otherwise; a field written there wins as a whole.",
  );

/** A whole file as it is written. */
export const documentWritten = z.strictObject({
  project,
  defaults,
  ...forKinds((kind) => {
    const { written, description } = gitopsKind(kind);
    return z.record(z.string().regex(NAME), written).nullish().describe(description);
  }),
});

const notLookedInto = z.record(z.string(), z.unknown(), "must map names to connections").nullish();

/** A whole file, but for its connections: what they must be depends on the defaults of other files too. */
export const documentForm = z.strictObject({
  project,
  defaults,
  ...forKinds(() => notLookedInto),
});

/** `connections/_defaults.yaml`. */
export const defaultsForm = z.strictObject({ defaults });
