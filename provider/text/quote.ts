import { maskFields } from "./redact";
import { unseenAsSpaces, visible } from "./visible";

/**
 * A text from outside (a service's message, a header) as it may stand in a message of ours: on one line, without
 * anything that is obeyed instead of shown, without the values of secret fields, and no longer than `most` characters.
 */
export function quoted(text: string, most: number): string {
  // Bounded at once: whatever follows takes time in proportion to the length.
  const readable = unseenAsSpaces(maskFields(shortened(text, 4 * most))).trim();
  return shortened(visible(readable), most);
}

/** A text with a full stop at its end, unless it ends with a sign of that kind already. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Part of a text; half a character at either end of it becomes an ellipsis. */
export function part(text: string, start: number, end?: number): string {
  return text.slice(start, end).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "…");
}

/** A text cut to `most` characters, and an ellipsis that says so. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** How many things an error names. */
const MAX_NAMED = 10;

/** Things by their names: the first ten, and how many more there are. */
export function named<Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): string {
  const shown = things.slice(0, MAX_NAMED).map(nameOf);
  const rest = things.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}
