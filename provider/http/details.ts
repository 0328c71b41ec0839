import { quoted } from "../text/quote";

/** As much of the details of a refusal as is shown: fields, characters of a field's name and of what is said of it. */
const MAX_FIELDS = 8;
const MAX_NAME_LENGTH = 64;
const MAX_TEXT_LENGTH = 120;
/** How deep details are looked into, how much of them, and how many steps of a path they may give at once. */
const DEEPEST = 5;
const MAX_LOOKED_AT = 1_000;
const MAX_STEPS = 16;
/** Longer than what is shown of a name, with everything that only spells it. */
const MAX_PATH_LENGTH = 4 * MAX_NAME_LENGTH;

/** What only wraps the fields, as zod and its like have it. */
const WRAPPERS = new Set(["errors", "fieldErrors", "fields", "formErrors", "issues"]);

/** Where a field holds a secret, only a sentence is shown of it: what is one word may be the secret itself. */
const SECRET_FIELD = /token|password|secret|credential|key|authorization/i;

/** What is said of one field, perhaps of none. */
interface Remark {
  readonly path: string;
  readonly text: string;
}

/**
 * The `details` of a refusal in words: `repositories[0]: Must be owner/repo; lookbackDays: Must be at most 365`, empty
 * where there are none. They may have any form: fields with texts, lists of texts, or a list of `{ path, message }`.
 *
 * @param words this provider's words for fields that the service calls otherwise.
 */
export function detailsInWords(details: unknown, words: Readonly<Record<string, string>> = {}): string {
  const shown: string[] = [];
  let looked = 0;
  for (const { path, text } of remarks(details, "", DEEPEST)) {
    looked += 1;
    if (shown.length === MAX_FIELDS || looked > MAX_LOOKED_AT) return [...shown, "…"].join("; ");
    const name = quoted(inWords(path, words), MAX_NAME_LENGTH);
    const said =
      SECRET_FIELD.test(name) && !/\s/.test(text.trim()) ? "[secret]" : quoted(text, MAX_TEXT_LENGTH);
    if (said !== "") shown.push(name === "" ? said : `${name}: ${said}`);
  }
  return shown.join("; ");
}

function* remarks(value: unknown, path: string, deeper: number): Generator<Remark> {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    yield { path, text: String(value) };
  if (typeof value !== "object" || value === null || deeper === 0) return;
  const remark = remarkOf(value);
  if (remark) yield { ...remark, path: within(path, remark.path) };
  else if (Array.isArray(value))
    // Several texts on one field; of a list of anything else, the place in it says where.
    for (const [index, item] of value.entries())
      yield* remarks(item, typeof item === "string" || path === "" ? path : within(path, index), deeper - 1);
  else
    for (const [name, item] of Object.entries(value))
      yield* remarks(item, WRAPPERS.has(name) ? path : within(path, name), deeper - 1);
}

/** What an object says by its `message` of the field that it names beside it. */
function remarkOf(value: object): Remark | undefined {
  if (!("message" in value) || typeof value.message !== "string") return undefined;
  const field = "path" in value ? value.path : "field" in value ? value.field : "";
  const parts: readonly unknown[] = Array.isArray(field) ? field : [field];
  return { path: parts.slice(0, MAX_STEPS).reduce<string>(within, ""), text: value.message };
}

/** A path with one more step: `serviceMappings`, 0 and `repo` are `serviceMappings[0].repo`. */
function within(path: string, step: unknown): string {
  if (typeof step !== "string" && typeof step !== "number") return path;
  const dotted = String(step)
    .slice(0, MAX_PATH_LENGTH)
    .replace(/(^|\.)(\d+)(?=\.|$)/g, "[$2]");
  const whole = path === "" || dotted === "" || dotted.startsWith("[") ? path + dotted : `${path}.${dotted}`;
  return whole.slice(0, MAX_PATH_LENGTH);
}

function inWords(path: string, words: Readonly<Record<string, string>>): string {
  return Object.hasOwn(words, path) ? (words[path] ?? path) : path;
}
