import type { z } from "zod";
import { type Problem, type Properties, UNKNOWN } from "../contract";
import { nearest } from "../text/nearest";
import { shortened } from "../text/quote";
import { Redactor } from "../text/redact";
import { holdsUnknown } from "./values";

/** Where a value stands in the inputs. */
export type Path = readonly PropertyKey[];

/** What {@link problemsOf} has to know of a kind's inputs. */
export interface InputShape {
  /** The fields that exist at a path. */
  fieldsAt(path: Path): readonly string[];
  /** Whether what stands at a path may be a secret, and is not to be shown. */
  isSecret(path: Path): boolean;
  /** Where even the name of a field could be a secret: the names that certainly are none; `undefined` elsewhere. */
  openNames(parent: Path): readonly string[] | undefined;
  /** How a value is written in a file: as a number, `2024.10` is 2024.1. Absent where the inputs are a program's. */
  writtenAt?(path: Path): string | undefined;
}

/** Turns zod's issues into problems a user can act on; what is not known yet is not held against them. */
export function problemsOf(error: z.ZodError, inputs: Properties, shape: InputShape): Problem[] {
  return error.issues.flatMap((issue) => {
    const found = valueAt(inputs, issue.path);
    if (found === UNKNOWN || (issue.code === "invalid_union" && holdsUnknown(found))) return [];
    if (issue.code !== "unrecognized_keys") {
      const written = shape.writtenAt?.(issue.path);
      return [
        { path: render(issue.path), message: message(issue, { found, written }, shape.isSecret(issue.path)) },
      ];
    }
    return issue.keys.map((key) => unknownField(issue.path, key, shape));
  });
}

/** Names the fields that exist, the likeliest first. */
function unknownField(parent: Path, key: string, shape: InputShape): Problem {
  const allowed = shape.fieldsAt(parent);
  const openNames = shape.openNames(parent);
  if (openNames && nearest(key, [...openNames, ...allowed]) === undefined) {
    return { path: render(parent), message: `has a field that is not one of ${allowed.join(", ")}` };
  }
  const likeliest = nearest(key, allowed);
  const hint = likeliest === undefined ? "known fields are " : `did you mean "${likeliest}"? Known fields: `;
  return { path: render([...parent, key]), message: `is not a field here; ${hint}${allowed.join(", ")}` };
}

/** A value, and how it is written in its file, if it is from one. */
interface Found {
  readonly found: unknown;
  readonly written: string | undefined;
}

function message(issue: z.core.$ZodIssue, value: Found, isSecret: boolean): string {
  const { found } = value;
  if (found === undefined) {
    return issue.code === "invalid_value"
      ? `is missing; must be one of ${choices(issue.values)}`
      : "is missing";
  }
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input")
        ? `must be ${article(issue.expected)}, found ${describe(value, isSecret)}${inQuotes(issue.expected, value)}`
        : `${issue.message}, found ${describe(value, isSecret)}`;
    case "invalid_value":
      return `must be one of ${choices(issue.values)}, found ${describe(value, isSecret)}`;
    case "custom":
      return `${issue.message}${quote(value, isSecret || issue.params?.isSecret === true)}${suggestion(issue.params?.suggestion)}`;
    default:
      return typeof found === "object" ? issue.message : `${issue.message}${quote(value, isSecret)}`;
  }
}

function suggestion(value: unknown): string {
  return typeof value === "string" ? `; did you mean "${value}"?` : "";
}

function choices(values: readonly unknown[]): string {
  return values.map((value) => `"${String(value)}"`).join(", ");
}

/** What YAML takes for a number, and was meant as a name. */
function inQuotes(expected: string, { found, written }: Found): string {
  return expected === "string" && isTaken(found) && written !== undefined ? "; put it in quotes" : "";
}

const isTaken = (found: unknown) => typeof found === "number" || typeof found === "boolean";

function quote(value: Found, isSecret: boolean): string {
  return isSecret || value.found === "" ? "" : `, found ${describe(value, isSecret)}`;
}

/** What was found, in a few words; for anything that could be a secret, only its type. */
function describe({ found, written }: Found, isSecret: boolean): string {
  if (Array.isArray(found)) return "a list";
  if (found === null) return "null";
  if (typeof found === "object") return "an object";
  if (isSecret) return article(typeof found);
  const text = isTaken(found) && written !== undefined ? written : JSON.stringify(found);
  return shortened(SHAPES.redact(text), MAX_SHOWN);
}

/** As much as is shown of what was found, in characters. */
const MAX_SHOWN = 200;

/** Masks what looks like a token, put where no secret is expected. */
const SHAPES = new Redactor();

function article(type: string): string {
  const name = type === "array" ? "list" : type;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

/** A path as one writes it in a program. */
export function render(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** The value at a path, or {@link UNKNOWN} when it or anything that holds it is not known yet. */
function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (value === UNKNOWN || typeof value !== "object" || value === null) return value;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}
