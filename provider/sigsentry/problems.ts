import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { type Problem, type Properties, UNKNOWN } from "../lifecycle";
import { holdsUnknown, isObject, mappingKey } from "./normalise";
import { CREDENTIALS, OPEN_FIELDS } from "./platforms";

type Path = readonly PropertyKey[];

/** Turns zod's issues into problems a user can act on; what is not known yet is not held against them. */
export function problemsOf(
  error: z.ZodError,
  inputs: Properties,
  allowedAt: (path: Path) => string[],
): Problem[] {
  return error.issues.flatMap((issue) => {
    const found = valueAt(inputs, issue.path);
    if (found === UNKNOWN || (issue.code === "invalid_union" && holdsUnknown(found))) return [];
    if (issue.code !== "unrecognized_keys") {
      return [{ path: render(issue.path), message: message(issue, found) }];
    }
    return issue.keys.map((key) => unknownField(issue.path, key, allowedAt(issue.path)));
  });
}

/** The fields of any platform's credentials. */
const CREDENTIAL_FIELDS = Object.values(CREDENTIALS).flatMap(({ shape }) => Object.keys(shape));

/** Names the fields that exist, the likeliest first. In `credentials` even a field's name could be a secret. */
function unknownField(parent: Path, key: string, allowed: string[]): Problem {
  if (isInCredentials(parent) && nearest(key, [...CREDENTIAL_FIELDS, ...allowed]) === undefined) {
    return { path: render(parent), message: `has a field that is none of ${allowed.join(", ")}` };
  }
  const likeliest = nearest(key, allowed);
  const hint = likeliest === undefined ? "known fields are " : `did you mean "${likeliest}"? Known fields: `;
  return { path: render([...parent, key]), message: `is not a field here; ${hint}${allowed.join(", ")}` };
}

/** The name that was probably meant: close enough to be a slip of the hand. */
function nearest(key: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const name = closest(key, names);
  const isSlip = distance(key.toLowerCase(), name.toLowerCase()) <= Math.max(2, name.length / 3);
  return isSlip ? name : undefined;
}

function message(issue: z.core.$ZodIssue, found: unknown): string {
  if (found === undefined) {
    return issue.code === "invalid_value"
      ? `is missing; must be one of ${choices(issue.values)}`
      : "is missing";
  }
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input")
        ? `must be ${article(issue.expected)}, found ${describe(found, issue.path)}`
        : `${issue.message}, found ${describe(found, issue.path)}`;
    case "invalid_value":
      return `must be one of ${choices(issue.values)}, found ${describe(found, issue.path)}`;
    case "custom":
      return `${issue.message}${quote(found, issue.path)}${suggestion(issue.params?.suggestion)}`;
    default:
      return typeof found === "object" ? issue.message : `${issue.message}${quote(found, issue.path)}`;
  }
}

function suggestion(value: unknown): string {
  return typeof value === "string" ? `; did you mean "${value}"?` : "";
}

function choices(values: readonly unknown[]): string {
  return values.map((value) => `"${String(value)}"`).join(", ");
}

function quote(found: unknown, path: Path): string {
  return isSecret(path) || found === "" ? "" : `, found ${describe(found, path)}`;
}

/** What was found, in a few words; for anything that could be a secret, only its type. */
function describe(found: unknown, path: Path): string {
  if (Array.isArray(found)) return "a list";
  if (found === null) return "null";
  if (typeof found === "object") return "an object";
  return isSecret(path) ? article(typeof found) : JSON.stringify(found);
}

function isSecret(path: Path): boolean {
  return isInCredentials(path) && !OPEN_FIELDS.includes(String(path[1]));
}

/** Where a token may stand that was put into the wrong place. */
function isInCredentials(path: Path): boolean {
  return path[0] === "credentials" || path[0] === "credentialsFrom";
}

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

/** What no schema of a single field can tell: mappings must name declared repositories, each pair once. */
export function problemsBetweenFields(inputs: Properties): Problem[] {
  if (!Array.isArray(inputs.serviceMappings)) return [];
  const mappings: unknown[] = inputs.serviceMappings;
  return [...undeclaredRepositories(mappings, inputs.repositories), ...repeatedMappings(mappings)];
}

function undeclaredRepositories(mappings: unknown[], repositories: unknown): Problem[] {
  if (!Array.isArray(repositories) || repositories.includes(UNKNOWN)) return [];
  const declared: string[] = repositories.filter((name) => typeof name === "string");
  return mappings.flatMap((mapping, index) => {
    const repo = isObject(mapping) ? mapping.repo : undefined;
    if (typeof repo !== "string" || repo === "" || declared.includes(repo)) return [];
    return [
      {
        path: `serviceMappings[${index}].repo`,
        message: `"${repo}" is not among repositories (${declared.join(", ") || "none"}); add it there or correct the name`,
      },
    ];
  });
}

function repeatedMappings(mappings: unknown[]): Problem[] {
  const keys = mappings.map(mappingKey);
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    if (key === undefined || first === index) return [];
    return [
      {
        path: `serviceMappings[${index}]`,
        message: `maps the same service and repository as serviceMappings[${first}]; leave one of them out`,
      },
    ];
  });
}
