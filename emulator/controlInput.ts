import type { Context } from "hono";
import { z } from "zod";
import { isObject } from "../provider/core/values";
import { nearest } from "../provider/text/nearest";

/** A request's body as a control takes it; see {@link checked}. */
export async function bodyOf<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return checked(schema, await c.req.json());
}

/** A request's query, likewise; a name that is misspelt would be passed over, and everything answered. */
export function queryOf<Shape extends z.ZodRawShape>(c: Context, shape: Shape) {
  return checked(z.strictObject(shape), c.req.query());
}

/**
 * A value as a control takes it.
 *
 * @throws Error that says what is wrong, and what is known instead; never what was found, which may be a secret.
 */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: inWords });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`,
  );
  throw new Error(problems.join("; "));
}

/** Whatever has words of its own, in its schema, keeps them. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknown(key, issue.inst)).join("; ");
  if (issue.input === undefined) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values, issue.input);
    case "invalid_union":
      return Array.isArray(issue.options)
        ? ofKind(issue.discriminator, issue.options, issue.input)
        : undefined;
    case "invalid_format":
      return issue.format === "datetime" ? "must be a time, 2030-01-01T00:00:00Z say" : undefined;
    case "too_small":
      return issue.origin === "string" ? "is empty" : `must be ${issue.minimum} at least`;
    case "too_big":
      return `must be ${issue.maximum} at most`;
    default:
      return undefined;
  }
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["string", "a text"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "an object"],
  ["record", "an object"],
]);

function unknown(key: string, inst: unknown): string {
  const known = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
  return `there is no ${key} here.${didYouMean(key, known)} There are: ${known.join(", ")}`;
}

function ofKind(field = "", options: readonly unknown[], input: unknown): string {
  const found = isObject(input) ? input[field] : undefined;
  return found === undefined ? `is missing; ${oneOf(options, found)}` : oneOf(options, found);
}

function oneOf(values: readonly unknown[], found: unknown): string {
  const known = values.map(String);
  const which = known.length === 1 ? "must be" : "must be one of";
  return `${which} ${known.join(", ")}${typeof found === "string" ? didYouMean(found, known, ".") : ""}`;
}

function didYouMean(found: string, known: readonly string[], before = ""): string {
  const likeliest = nearest(found, known);
  return likeliest === undefined ? "" : `${before} Did you mean ${likeliest}?`;
}
