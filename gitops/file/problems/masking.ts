import { Redactor, withoutSecrets } from "../../../provider/text/redact";
import { visibleUnits } from "../../../provider/text/visible";
import { FIELD_NAMES } from "../fieldNames";
import type { Range, Visibility } from "../visibility";
import type { Source, Span } from "../yaml/source";

/** What stands for anything that may be a secret, however long it is. */
export const MASK = "•••";

/** Long enough for a secret. */
const RUN = /[A-Za-z0-9_\-.=+/~]{8,}/g;

const SHAPES = new Redactor();

/** A line as it may be shown. */
export interface MaskedLine {
  readonly text: string;
  /** Where in it each character of the line starts now. */
  readonly starts: readonly number[];
  /** Where in it each character of the line ends now. */
  readonly ends: readonly number[];
}

/** Shows the lines of a file without anything that may be a secret. */
export class Masking {
  readonly #shown: ReadonlyMap<number, readonly Range[]>;
  readonly #hidden: ReadonlyMap<number, readonly Range[]>;
  readonly #lines = new Map<number, MaskedLine>();

  constructor(
    readonly source: Source,
    /** `undefined`: nothing is known of the file, it could not be parsed. */
    readonly visibility: Visibility | undefined,
  ) {
    this.#shown = byLine(source, visibility?.shown ?? []);
    this.#hidden = byLine(source, visibility?.hidden ?? []);
  }

  /** A line of the file. */
  line(number: number): MaskedLine {
    const masked = this.#lines.get(number) ?? maskedLine(this.source.line(number), this.#hiddenIn(number));
    this.#lines.set(number, masked);
    return masked;
  }

  /** Which characters of a line are not to be shown. */
  #hiddenIn(number: number): boolean[] {
    const text = this.source.line(number);
    const characters = Array.from({ length: text.length }, () => false);
    const secret = this.#hidden.get(number) ?? [];
    const rest = without(text, [...secret, ...(this.#shown.get(number) ?? [])]);
    const inRest = this.visibility === undefined ? longRuns(rest) : [...longRuns(rest), ...comment(rest)];
    for (const [start, end] of [...secret, ...inRest, ...tokens(text)]) characters.fill(true, start, end);
    return characters;
  }
}

/** Ranges of a text as ranges of the lines that they are on. */
function byLine(source: Source, ranges: readonly Range[]): Map<number, Range[]> {
  const lines = new Map<number, Range[]>();
  for (const [start, end] of ranges) {
    const last = source.place(end).line;
    for (let { line } = source.place(start); line <= last; line++) {
      const lineStart = source.lineStart(line);
      const { length } = source.line(line);
      const onLine: Range = [Math.max(start - lineStart, 0), Math.min(end - lineStart, length)];
      const known = lines.get(line);
      if (known === undefined) lines.set(line, [onLine]);
      else known.push(onLine);
    }
  }
  return lines;
}

/** A line with what is known of it taken out, and everything else in its place. */
function without(text: string, ranges: readonly Range[]): string {
  const characters = text.split("");
  for (const [start, end] of ranges) characters.fill("\u0000", start, end);
  return characters.join("");
}

function longRuns(text: string): Range[] {
  return Array.from(text.matchAll(RUN))
    .filter(([run]) => !FIELD_NAMES.has(run))
    .map(({ 0: run, index }) => [index, index + run.length]);
}

/** Everything behind the sign of a comment. */
function comment(text: string): Range[] {
  const match = /(?:^|\s)#\s*/.exec(text);
  return match === null ? [] : [[match.index + match[0].length, text.length]];
}

/** Words in which a token's shape is recognised, up to the signs behind them. */
function tokens(text: string): Range[] {
  return Array.from(text.matchAll(/\S+/g))
    .filter(([word]) => SHAPES.redact(word) !== word)
    .map(({ 0: word, index }) => [index, index + lengthOf(word)]);
}

function lengthOf(word: string): number {
  let { length } = word;
  while (length > 1 && ",;)]}\"'`".includes(word.charAt(length - 1))) length--;
  return length;
}

function maskedLine(line: string, hidden: readonly boolean[]): MaskedLine {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = "";
  let maskAt: number | undefined;
  for (const [index, character] of visibleUnits(line).entries()) {
    if (!hidden[index]) maskAt = undefined;
    else if (maskAt === undefined) {
      maskAt = text.length;
      text += MASK;
    }
    starts.push(maskAt ?? text.length);
    if (maskAt === undefined) text += character;
    ends.push(text.length);
  }
  return { text: text.trimEnd(), starts, ends };
}

/** `ssh://git@github.com`: a user without a password, which is no secret. */
const USER = /(:\/\/)([A-Za-z0-9._-]+)@/g;

/** Where a file's text, comments and keys included, has a token by its shape, or a URL with a password. */
export function tokensIn(source: Source): Span[] {
  return Array.from(source.text.matchAll(/\S+/g)).flatMap(({ 0: word, index }) => {
    const start = tokenIn(word);
    if (start === undefined) return [];
    const { length } = /^[^,;()[\]{}"'`]*/.exec(word.slice(start))?.[0] ?? word;
    return [{ source, start: index + start, end: index + start + length }];
  });
}

/** Where a token starts in a word. */
function tokenIn(word: string): number | undefined {
  const plain = word.replace(USER, (whole, scheme: string, user: string) =>
    withoutSecrets(user) === user ? scheme.padEnd(whole.length, "-") : whole,
  );
  const clean = withoutSecrets(plain);
  if (clean === plain) return undefined;
  // Up to the first mask, the texts are the same.
  let start = 0;
  while (plain[start] === clean[start]) start++;
  return start;
}
