import { z } from "zod";
import { parseJson } from "../http/serviceError";

/** How code hosts say what is wrong: GitHub and GitLab's API; GitLab's and others' OAuth, which has a code beside it. */
const hostAnswer = z.union([
  z.object({ message: z.string().min(1) }).transform(({ message }) => message),
  z.object({ error_description: z.string().min(1) }).transform((answer) => answer.error_description),
  z.object({ error: z.string().min(1) }).transform(({ error }) => error),
]);

/** Where the page of a proxy or of a host in trouble begins. */
const PAGE = /<(?:!doctype|html|head|body)\b/i;

/** What Coregit says when it could not reach a code host at all. */
const UNREACHED = /^fetch failed\.?$/i;

/** Whether Coregit says that it could not reach the code host: the token has not been looked at then. */
export function isUnreached(said: string): boolean {
  return UNREACHED.test(said.trim());
}

/**
 * Coregit's words on a token with those of the code host, which come as that host's raw answer, made readable: of a
 * JSON answer its message, of a web page only that it is one.
 */
export function readableWords(said: string): string {
  if (isUnreached(said)) return "the code host could not be reached (fetch failed)";
  const page = said.search(PAGE);
  if (page >= 0) return `${said.slice(0, page)}(a web page)`;
  const start = said.indexOf("{");
  const end = said.lastIndexOf("}") + 1;
  if (start < 0 || end <= start) return said;
  const answer = hostAnswer.safeParse(parseJson(said.slice(start, end)));
  return answer.success ? joined(said.slice(0, start), answer.data) + said.slice(end) : said;
}

/** GitLab repeats the status in its message, `401 {"message":"401 Unauthorized"}`: once is enough. */
function joined(before: string, message: string): string {
  const status = /\b([1-5]\d\d)\s*$/.exec(before)?.[1];
  const isRepeated = status !== undefined && message.startsWith(`${status} `);
  return before + (isRepeated ? message.slice(status.length + 1) : message);
}

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
