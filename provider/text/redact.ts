import { tokensIn } from "../secrets/shapes";
import { withoutAddressSecrets, withoutUser } from "./redaction/addresses";
import { BareFinder } from "./redaction/bareFinder";
import { decoded, undecoded } from "./redaction/decoded";
import { Finder, SEED, type Span } from "./redaction/finder";
import { formsOf } from "./redaction/forms";
import { fingerprinted, type IsSecret } from "./redaction/words";

/** What stands where a secret was. */
export const MASK = "[secret]";

/** Shorter values are not looked for where they would change names: no host issues any. */
const MIN_LENGTH_IN_NAMES = 8;

/** How many values of one source are known by their fingerprints: connections that were not rotated together. */
const MAX_OF_ONE_SOURCE = 4;

/**
 * Removes secrets from texts. What it promises:
 *
 * 1. A secret of four characters or more that it was told of is not left in a text as it is, percent-encoded, escaped as
 *    in JSON (or JSON in JSON), in HTML, in base64 (also as a part of something longer) or in hexadecimal.
 * 2. One with six ASCII letters or digits or more is not left there with its letters and digits in their order, whatever
 *    the case of each, whatever stands between them that is no ASCII letter or digit (white space, line breaks, what cannot
 *    be seen), however each is escaped (percent-encoding, `\\u`, `\\x`, entities), and however often one escape is put on
 *    another; nor backwards; nor in base64 or hexadecimal that is wrapped or parted so.
 * 3. Of such a secret, nothing is left of four letters or digits or more that stands beside a sign of a cut (`…`, `...`,
 *    `***`): before it, its beginning; behind it, its end.
 * 4. Of a secret that it knows by a fingerprint only: a word of 8 to 256 characters that is the secret. Of a text with more
 *    than {@link MAX_TRIED} words, the rest is not left either.
 * 5. Unknown ones go by their shape: what begins and goes on like a token of GitHub, GitLab, Bitbucket, SigSentry or
 *    Coregit; and of addresses the user part, the longer values of a query, and who `scp` would be (but `git`).
 *
 * It promises nothing of what is encrypted, compressed, encoded in other ways, translated into other letters, told in
 * parts, or cut short without a sign. So little is quoted of foreign texts. It takes time in proportion to the text.
 */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #exact = new Finder();
  readonly #bare = new BareFinder();
  readonly #bareInNames = new BareFinder();
  readonly #fingerprints = new Map<string, Map<string, IsSecret>>();

  /** How many comparisons were made so far, for who wants to know that it stays in proportion. */
  get compared(): number {
    return this.#exact.compared + this.#bare.compared + this.#bareInNames.compared;
  }

  /** Remembers a secret; anything that is not a string of at least four characters is passed over. */
  add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < SEED || this.#known.has(secret)) return;
    this.#known.add(secret);
    for (const form of formsOf(secret)) this.#exact.add(form);
    this.#bare.add(secret);
    if (secret.length >= MIN_LENGTH_IN_NAMES) this.#bareInNames.add(secret);
  }

  /**
   * Remembers a secret that is not known, and by which words are to be recognised as it.
   *
   * @param source where it was read: what many connections have from one place is one secret, or the few that it was.
   */
  addFingerprint(source: string, fingerprint: string, isSecret: IsSecret): void {
    const ofSource = this.#fingerprints.get(source) ?? new Map<string, IsSecret>();
    this.#fingerprints.set(source, ofSource.set(fingerprint, isSecret));
    const [oldest] = ofSource.keys();
    if (oldest !== undefined && ofSource.size > MAX_OF_ONE_SOURCE) ofSource.delete(oldest);
  }

  /** A text without any secret; see the class. */
  redact(text: string): string {
    return withoutAddressSecrets(this.#masked(text, { areNames: false }), MASK);
  }

  /**
   * What somebody has named something, without any secret: a name that only begins like a token is left, and so is one that
   * holds a text shorter than any secret.
   */
  redactName(name: string): string {
    return withoutUser(this.#masked(name, { areNames: true }), MASK);
  }

  /** What touched a secret tells its shape only once that is gone. */
  #masked(text: string, what: { readonly areNames: boolean }): string {
    const clean = maskSpans(text, this.#spans(text, what));
    return maskSpans(clean, tokensIn(clean, { besideNames: what.areNames }));
  }

  #spans(text: string, { areNames }: { readonly areNames: boolean }): Span[] {
    const [shortest, bare] = areNames ? [MIN_LENGTH_IN_NAMES, this.#bareInNames] : [SEED, this.#bare];
    const view = decoded(text);
    // What looks like an escape may be a part of a secret itself.
    const views = view.text === text ? [view] : [view, undecoded(text)];
    const outside = ([start, end]: Span): Span => [view.starts[start] ?? 0, view.ends[end - 1] ?? 0];
    return [
      ...this.#exact.whole(text).filter(([start, end]) => end - start >= shortest),
      ...views.flatMap((each) => bare.find(each)),
      ...fingerprinted(
        view,
        [...this.#fingerprints.values()].flatMap((ofSource) => [...ofSource.values()]),
      ),
      ...tokensIn(view.text, { besideNames: areNames }).map(outside),
    ];
  }
}

/**
 * What people name themselves, without what certainly is a secret in it: a token, the user part of a URL. It is asked
 * before something is refused: there, a name that begins like a token has to pass, where {@link Redactor} masks it.
 */
export function withoutSecrets(name: string): string {
  return withoutUser(maskSpans(name, tokensIn(name, { besideNames: true })), MASK);
}

/** One mask for spans that overlap or touch: secrets that contain or overlap each other leave nothing behind. */
function maskSpans(text: string, spans: readonly Span[]): string {
  let clean = "";
  let done = 0;
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    if (start > done || clean === "") clean += text.slice(done, start) + MASK;
    done = Math.max(done, end);
  }
  return clean + text.slice(done);
}

/** How names of fields with secret values end, whatever stands before and however their words are joined. */
const SECRET_FIELD =
  /(?:tokens?|passwords?|passwd|pwd|passphrase|secrets?|(?:api|access|secret|private)[-_ ]?keys?|authorization|cookies?)/gi;

const QUOTE = "(\\\\*)([\"'`]|&quot;|&#3[49];|%22)";

/** What stands between a name and its value: the end of a quoted name, and a sign. */
const ASSIGNMENT = new RegExp(`(?:${QUOTE})?[ \\t]*(?:=>|[:=]|%3A|%3D)[ \\t]*`, "iy");

/** The beginning of a quoted value, also as the first or next of a list. */
const OPENING = new RegExp(`(?:[[,]\\s*)?${QUOTE}`, "y");

/** A value without quotes ends with its line for a header with several parts, and at the first separator else. */
const BARE = /[^\s"'`&<>]+/y;
const REST_OF_LINE = /[^\r\n"'`<>]+/y;
const SCHEME = /(?:Bearer|Basic|Token|ApiKey)[ \t]+/iy;

/** May follow a value without quotes, and is left to be read. */
const PUNCTUATION = new Set("\\.,;:!?)]}");

/** What is no secret: a literal, an object (looked into by itself), a value that is masked already. */
const HARMLESS =
  /(?:(?:null|true|false|undefined)(?![\w-])|\{(?=[ \t]*(?:\\*["'}\n]|&quot;|%22))|\[secret\](?=[\s"'`&<>\\.,;:!?)\]}]|$))/iy;

/**
 * Masks the values of fields with secrets in a text that comes from outside (a service's message, a proxy's page), by
 * the names of the fields: in JSON, also escaped within JSON; in queries and forms; in headers. The rest stays
 * readable. It takes time in proportion to the text's length.
 *
 * It is not for the messages of this provider, which name such fields and say what is wrong with them.
 */
export function maskFields(text: string): string {
  let clean = "";
  let done = 0;
  for (const match of text.matchAll(SECRET_FIELD)) {
    if (match.index < done) continue;
    const assignment = matchAt(ASSIGNMENT, text, match.index + match[0].length);
    if (assignment === undefined) continue;
    for (const [start, end] of valuesAt(text, match[0], assignment.end)) {
      if (start === end) continue;
      clean += text.slice(done, start) + MASK;
      done = end;
    }
  }
  return clean + text.slice(done);
}

/** The values, without their quotes, that start at a place: one, perhaps empty, or those of a list. */
function valuesAt(text: string, name: string, at: number): Span[] {
  if (matchAt(HARMLESS, text, at)) return [];
  const spans: Span[] = [];
  const isList = text[at] === "[";
  for (let opening = matchAt(OPENING, text, at); opening; opening = matchAt(OPENING, text, at)) {
    const [, escapes = "", quote = ""] = opening.groups;
    const end = closingQuote(text, escapes.length, quote, opening.end);
    spans.push([opening.end, end]);
    at = end + escapes.length + quote.length;
    if (!isList || text[at] !== ",") break;
  }
  return spans.length > 0 ? spans : [bareValue(text, name, at)];
}

/**
 * Where a quoted value ends: at a quote that is escaped as often as the one it began with, or at the end of a text
 * that breaks off. A quote escaped k times stands behind 2^k - 1 backslashes, and each of the value's own makes 2^k.
 */
function closingQuote(text: string, escapes: number, quote: string, start: number): number {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > start && text[at - backslashes - 1] === "\\") backslashes++;
    const own = Math.floor((backslashes - escapes) / (escapes + 1));
    if (own < 0 || own % 2 === 0) return Math.max(start, at - escapes);
  }
  return text.length;
}

function bareValue(text: string, name: string, at: number): Span {
  if (!/authorization|cookie/i.test(name))
    return withoutPunctuation(text, at, matchAt(BARE, text, at)?.end ?? at);
  const scheme = matchAt(SCHEME, text, at);
  if (scheme && matchAt(HARMLESS, text, scheme.end)) return [at, at];
  if (scheme === undefined) return [at, matchAt(REST_OF_LINE, text, at)?.end ?? at];
  return withoutPunctuation(text, scheme.end, matchAt(BARE, text, scheme.end)?.end ?? scheme.end);
}

function withoutPunctuation(text: string, start: number, end: number): Span {
  let last = end;
  while (last > start && PUNCTUATION.has(text.charAt(last - 1))) last--;
  return [start, last];
}

/** A match of a sticky expression at a place. */
function matchAt(expression: RegExp, text: string, at: number) {
  expression.lastIndex = at;
  const groups = expression.exec(text);
  return groups === null ? undefined : { groups, end: at + groups[0].length };
}
