import { z } from "zod";
import { type Problem, type Properties, UNKNOWN } from "../../contract";
import { nearest } from "../../text/nearest";
import { schemaOf } from "./schema";

const fields = z.record(z.string(), z.object({ type: z.string().optional(), $ref: z.string().optional() }));

/** Of the package's schema, what arguments are checked by. */
const argumentSchema = z.object({
  provider: z.object({ inputProperties: fields }),
  functions: z.record(z.string(), z.object({ inputs: z.object({ properties: fields }) })),
  types: z.record(z.string(), z.object({ enum: z.array(z.object({ value: z.string() })).optional() })),
});

type Field = z.output<typeof fields>[string];
type Schema = z.output<typeof argumentSchema>;

/** What the engine adds to a provider's arguments. */
const OF_ENGINE = ["version", "pluginDownloadURL", "pluginChecksums", "parameterization"];

/** What is wrong with the arguments of a provider that a program declares: what is misspelt, the environment would replace. */
export function problemsWithProvider(kind: string, given: Properties): Problem[] {
  const schema = read(kind);
  const own = Object.entries(given).filter(([name]) => !OF_ENGINE.includes(name));
  return problemsIn(Object.fromEntries(own), schema.provider.inputProperties, schema);
}

/** What is wrong with the arguments of a function: a filter that nothing fits would find nothing. */
export function problemsWithCall(kind: string, token: string, given: Properties): Problem[] {
  const schema = read(kind);
  return problemsIn(given, schema.functions[token]?.inputs.properties ?? {}, schema);
}

const read = (kind: string): Schema => argumentSchema.parse(JSON.parse(schemaOf(kind)));

function problemsIn(given: Properties, known: Readonly<Record<string, Field>>, { types }: Schema): Problem[] {
  return Object.entries(given).flatMap(([path, value]) => {
    const field = known[path];
    const message = field ? mismatch(value, field, types) : misspelt(path, Object.keys(known));
    return message === undefined ? [] : [{ path, message }];
  });
}

function misspelt(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `is not a field here; ${meant ? `did you mean ${JSON.stringify(meant)}?` : `known fields are ${known.join(", ")}`}`;
}

/** No value is told: it may be a key in the wrong place. */
function mismatch(value: unknown, { type, $ref }: Field, types: Schema["types"]): string | undefined {
  if (value === UNKNOWN || value === null) return undefined;
  const allowed = $ref === undefined ? undefined : types[$ref.replace("#/types/", "")]?.enum;
  if (allowed === undefined) {
    const isNumber = type === "number" && typeof value === "number";
    return typeof value === "string" || isNumber ? undefined : `must be a ${type}`;
  }
  const values = allowed.map((one) => one.value);
  return values.some((one) => one === value)
    ? undefined
    : `must be one of ${values.map((one) => JSON.stringify(one)).join(", ")}`;
}
