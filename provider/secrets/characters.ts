const QUOTES = /["'`\u2018\u2019\u201c\u201d]/;

/** The names of characters that get into a token by copying, reading or decoding it wrongly. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["\u0000", "NULL: is it UTF-16? Save it as UTF-8"],
  ["\t", "CHARACTER TABULATION"],
  ["\n", "LINE FEED: was it read with a line break at its end?"],
  ["\r", "CARRIAGE RETURN: was it read with a line break at its end?"],
  [" ", "SPACE"],
  ["*", "ASTERISK"],
  ["+", "PLUS SIGN"],
  [",", "COMMA"],
  [".", "FULL STOP"],
  ["/", "SOLIDUS"],
  [":", "COLON"],
  [";", "SEMICOLON"],
  ["=", "EQUALS SIGN"],
  ["@", "COMMERCIAL AT"],
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

/** Finds the first character that cannot be where it is. */
export type IsWrong = (character: string, place: "first" | "inside" | "last") => boolean;

/**
 * The first character that no token of any host has: one that is not visible ASCII, or a quotation mark, a comma or a
 * semicolon at an end.
 */
export function wrongCharacter(value: string): string | undefined {
  return placeOf(
    value,
    (character, place) =>
      !/[!-~]/.test(character) || (place !== "inside" && (QUOTES.test(character) || /[,;]/.test(character))),
  );
}

/** Where the first wrong character of a text is, and what it is, as a message behind the field's name. */
export function placeOf(value: string, isWrong: IsWrong): string | undefined {
  const characters = Array.from(value);
  const last = characters.length - 1;
  const at = characters.findIndex((character, index) =>
    isWrong(character, index === 0 ? "first" : index === last ? "last" : "inside"),
  );
  const found = characters[at];
  if (found === undefined) return undefined;
  const place = at === 0 ? "starts with" : at === last ? "ends with" : `has, as its character ${at + 1},`;
  return `${place} ${nameOf(found)}`;
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const name = NAMES.get(character) ?? (/[!-~]/.test(character) ? `(${character})` : undefined);
  return name === undefined ? `U+${code}, which no token has` : `U+${code} ${name}`;
}
