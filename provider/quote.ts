import { maskFields } from "./redact";

/** What a terminal might obey instead of showing it: control and format characters, halves of characters. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/**
 * A text from outside (a service's message, a header) as it may stand in a message of ours: on one line, without
 * anything that a terminal would obey, without the values of secret fields, and no longer than `most` characters.
 */
export function quoted(text: string, most: number): string {
  // Bounded at once: whatever follows takes time in proportion to the length.
  return shortened(
    maskFields(shortened(text, 4 * most))
      .replace(UNSHOWABLE, " ")
      .trim(),
    most,
  );
}

/** A text with a full stop at its end, unless it ends with a sign of that kind already. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A text cut to `most` characters, and an ellipsis that says so. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}
