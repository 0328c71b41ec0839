import { PREFIXES, replaceTokens, replaceTokensBesideNames } from "./secrets/shapes";

/** What stands where a secret was. */
const MASK = "[secret]";

/** Shorter values are not worth masking: they would blank out ordinary words. */
const SHORTEST = 4;

/** A clone URL's `user:password@`. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#]+@/gi;

/** Removes secrets from texts by value, in every encoding in which a service or a proxy might quote them back. */
export class Redactor {
  readonly #forms = new Set<string>();

  /** Remembers a secret; anything that is not a string of at least four characters is passed over. */
  add(secret: unknown): void {
    if (typeof secret !== "string" || secret.length < SHORTEST) return;
    for (const form of formsOf(secret)) this.#forms.add(form);
  }

  /** The text without any secret remembered so far, without the user part of any URL and without any known shape of token. */
  redact(text: string): string {
    const spans = [...this.#forms].flatMap((form) => [...occurrences(text, form), ...cutOff(text, form)]);
    return replaceTokens(maskSpans(text, spans), MASK).replace(USER_INFO, `$1${MASK}@`);
  }
}

/**
 * What people name themselves, without what certainly is a secret in it: a token, the user part of a URL. It is asked
 * before something is refused: there, a name that begins like a token has to pass, where {@link Redactor} masks it.
 */
export function withoutSecrets(name: string): string {
  return replaceTokensBesideNames(name, MASK).replace(USER_INFO, `$1${MASK}@`);
}

/** Where a part of a text starts, and where it has ended. */
type Span = readonly [start: number, end: number];

/** Every place where a form stands; places that overlap as one. */
function occurrences(text: string, form: string): Span[] {
  const found: [number, number][] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const last = found.at(-1);
    if (last && at <= last[1]) last[1] = at + form.length;
    else found.push([at, at + form.length]);
  }
  return found;
}

/**
 * Where a text was cut short in the middle of a form: what is left of it before the ellipsis. A prefix that only names
 * a kind of token, `ss_secret_…`, is none of that.
 */
function cutOff(text: string, form: string): Span[] {
  const found: Span[] = [];
  for (let end = text.indexOf("…"); end >= 0; end = text.indexOf("…", end + 1)) {
    if (!form.includes(text.slice(end - 1, end))) continue;
    const longest = Math.min(form.length - 1, end);
    for (let length = longest; length >= SHORTEST; length -= 1) {
      const left = form.slice(0, length);
      if (!text.endsWith(left, end)) continue;
      if (!PREFIXES.includes(left)) found.push([end - length, end]);
      break;
    }
  }
  return found;
}

/** One mask for spans that overlap or touch: secrets that contain or overlap each other leave nothing behind. */
function maskSpans(text: string, spans: Span[]): string {
  let clean = "";
  let done = 0;
  for (const [start, end] of spans.sort(([a], [b]) => a - b)) {
    if (start > done || clean === "") clean += text.slice(done, start) + MASK;
    done = Math.max(done, end);
  }
  return clean + text.slice(done);
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const whole = bytes.toString("base64");
  const base64 = [whole, whole.replace(/=+$/, ""), ...[0, 1, 2].map((offset) => insideBase64(bytes, offset))];
  const hex = bytes.toString("hex");
  return [
    secret,
    ...percentForms(bytes),
    ...jsonForms(secret),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    hex,
    hex.toUpperCase(),
    secret.replace(/[&<>"']/g, (char) => HTML[char] ?? char),
  ].filter((form) => form.length >= SHORTEST);
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As JavaScript, RFC 3986 and HTML forms encode for URLs, with digits in upper and in lower case. */
function percentForms(bytes: Buffer): string[] {
  const encode = (kept: RegExp) =>
    Array.from(bytes.toString("latin1"), (char) =>
      kept.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    ).join("");
  const forms = [encode(/[\w.~!'()*-]/), encode(/[\w.~-]/), encode(/[\w.* -]/).replaceAll(" ", "+")];
  return [...forms, ...forms.map((form) => form.replace(/%../g, (code) => code.toLowerCase()))];
}

/** As JavaScript, PHP, Python (nothing but ASCII) and Go (safe in HTML) write it, and JSON within JSON. */
function jsonForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const unicode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return [
    json,
    json.replaceAll("/", "\\/"),
    json.replace(/[^ -~]/g, unicode),
    json.replace(/[<>&\u2028\u2029]/g, unicode),
    JSON.stringify(json).slice(1, -1),
  ];
}

/**
 * What every base64 text of a longer value shows of the secret, where the secret starts `offset` bytes after a
 * multiple of three, as in the `user:token` of basic authentication. Its first and last byte or two are not in it.
 */
function insideBase64(secret: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), secret]);
  return padded.subarray(offset === 0 ? 0 : 3, padded.length - (padded.length % 3)).toString("base64");
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
