/** What stands where a token was. */
const MASK = "[secret]";

/** An address, or a run of the characters that tokens have; quotes, braces and commas end both, as in JSON. */
const CANDIDATE =
  /(https?:\/\/[^\s"'`<>{},]+)|(?=[^\s"'`<>{},]*[A-Za-z])(?=[^\s"'`<>{},]*\d)[\w.~+/=-]{16,}/g;

/** A part of an address that is long enough for a token. */
const URL_PART = /[^/?#&=:@.,;]{16,}/g;

/** Words and numbers, joined as in `resources-in-the-rest-api-2022-11-28`. */
const WORDS = /^(?:[A-Za-z]+|\d+)(?:[-_](?:[A-Za-z]+|\d+))*$/;

/**
 * Masks what looks like a token in a text, whosever it is: a service may hold another one than is known here. An
 * address stays readable, but for those of its parts that look so.
 */
export function maskUnknownTokens(text: string): string {
  return text.replace(CANDIDATE, (_, url?: string) =>
    url === undefined ? MASK : url.replace(URL_PART, (part) => (looksLikeToken(part) ? MASK : part)),
  );
}

function looksLikeToken(part: string): boolean {
  return /[A-Za-z]/.test(part) && /\d/.test(part) && !WORDS.test(part);
}
