import type { Report } from "./schema";

/** What JSON may hold as it is, and a terminal would obey or hide; and what a CI system would obey in a log. */
const NOT_AS_IT_IS =
  /[\u007f-\u009f\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]|#(?=[^ -~]*#(?:(?:[a-z.]|[^ -~])*\[|vso))/giu;

/** A report as JSON, for machines; harmless also where it is printed to a terminal or a log. */
export function renderJson(report: Report): string {
  return harmlessJson(report);
}

/**
 * Anything as JSON of several lines, and a line break. What would be obeyed in a log is written in JSON's own
 * escapes, so that every value stays what it is; no line begins with a text from outside.
 */
export function harmlessJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(NOT_AS_IT_IS, escaped)}\n`;
}

function escaped(text: string): string {
  return text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
