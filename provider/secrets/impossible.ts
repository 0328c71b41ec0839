import { PREFIXES } from "./shapes";

/** Wrappings in which a token comes, and which no host issues: how to know them, and what to say. */
const WRAPPINGS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(\$\{|\$\(|\{\{)/, "is a placeholder that nothing has filled in: give the token that it stands for"],
  [/^\s*[{[]/, "is JSON or a list, or a mask: give the token alone, the value that stands in it"],
  [/^\s*<[^>]*>\s*$/, "is a placeholder (< … >): give the token that it stands for"],
  [
    /^\s*(export\s+)?(?!AT[A-Z]TT)[A-Za-z_][A-Za-z0-9_]{0,63}\s*=[^=]/,
    "is an assignment (NAME=value): give what follows its =",
  ],
  [
    /^\s*(Bearer|Basic|token)\s/i,
    "starts with the word that goes before a token in a header: leave that out",
  ],
];

const QUOTES = /["'`\u2018\u2019\u201c\u201d]/;

/** The names of characters that get into a token by copying, reading or decoding it wrongly. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["\u0000", "NULL: is it UTF-16? Save it as UTF-8"],
  ["\t", "CHARACTER TABULATION"],
  ["\n", "LINE FEED: was it read with a line break at its end?"],
  ["\r", "CARRIAGE RETURN: was it read with a line break at its end?"],
  [" ", "SPACE"],
  ['"', "QUOTATION MARK: leave the quotes out"],
  ["'", "APOSTROPHE: leave the quotes out"],
  ["`", "GRAVE ACCENT: leave the quotes out"],
  ["\u00a0", "NO-BREAK SPACE"],
  ["\u00ad", "SOFT HYPHEN"],
  ["\u200b", "ZERO WIDTH SPACE"],
  ["\u200c", "ZERO WIDTH NON-JOINER"],
  ["\u200d", "ZERO WIDTH JOINER"],
  ["\u200e", "LEFT-TO-RIGHT MARK"],
  ["\u200f", "RIGHT-TO-LEFT MARK"],
  ["\u2010", "HYPHEN"],
  ["\u2011", "NON-BREAKING HYPHEN"],
  ["\u2013", "EN DASH"],
  ["\u2014", "EM DASH"],
  ["\u2018", "LEFT SINGLE QUOTATION MARK: leave the quotes out"],
  ["\u2019", "RIGHT SINGLE QUOTATION MARK: leave the quotes out"],
  ["\u201c", "LEFT DOUBLE QUOTATION MARK: leave the quotes out"],
  ["\u201d", "RIGHT DOUBLE QUOTATION MARK: leave the quotes out"],
  ["\u2026", "HORIZONTAL ELLIPSIS: was it cut short?"],
  ["\u2028", "LINE SEPARATOR"],
  ["\u2060", "WORD JOINER"],
  ["\ufeff", "ZERO WIDTH NO-BREAK SPACE: a byte-order mark; save it without one"],
  ["\ufffd", "REPLACEMENT CHARACTER: it is not UTF-8, perhaps UTF-16; save it as UTF-8"],
]);

/**
 * What makes a text no token, password or key that anybody issues: those are made of visible ASCII characters, and
 * nothing stands around them. Of the text, only a character that cannot be part of a token is shown.
 *
 * @returns the message behind the field's name; `undefined`: nothing.
 */
export function problemWithSecret(value: string): string | undefined {
  if (value === "") return "is empty";
  const isToken = PREFIXES.some((prefix) => value.startsWith(prefix));
  const wrapping = isToken ? undefined : WRAPPINGS.find(([pattern]) => pattern.test(value));
  if (wrapping !== undefined) return wrapping[1];
  const characters = Array.from(value);
  const last = characters.length - 1;
  const at = characters.findIndex(
    (character, index) =>
      !/[!-~]/.test(character) || ((index === 0 || index === last) && QUOTES.test(character)),
  );
  const found = characters[at];
  if (found === undefined) return undefined;
  const place = at === 0 ? "starts with" : at === last ? "ends with" : `has, as its character ${at + 1},`;
  return `${place} ${nameOf(found)}`;
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const name = NAMES.get(character);
  return name === undefined ? `U+${code}, which no token has` : `U+${code} ${name}`;
}
