/** What is obeyed or hides instead of being seen: control and format characters, halves of characters. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text from outside on one line, with everything that one would not see written out: `\n`, `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(UNSHOWABLE, (char) => SHORT[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The lines of a text from outside, as {@link visible} shows each. */
export function visibleLines(text: string): string[] {
  return text.trim().split(/\r?\n/).map(visible);
}
