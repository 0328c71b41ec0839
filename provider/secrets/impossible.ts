import { type IsWrong, placeOf, wrongCharacter } from "./characters";
import { problemWithPlaceholder } from "./placeholders";
import { isService, issuerBesideCase, isWholeToken, partsOf, type TokenParts } from "./shapes";
import { problemWithWrapping } from "./wrappings";

/**
 * What makes a text no user name, token, password or key that anybody issues: those are made of visible ASCII
 * characters, and nothing stands around them. Of the text, only a character that cannot be part of one is shown.
 *
 * @returns the message behind the field's name; `undefined`: nothing.
 */
export function problemWithText(value: string): string | undefined {
  if (value === "") return "is empty";
  const wrapping = partsOf(value) === undefined ? problemWithWrapping(value) : undefined;
  return wrapping ?? wrongCharacter(value);
}

/**
 * {@link problemWithText} for what a host has made at random: a token, a password or a key. A text that a host could
 * have issued is never refused: of those that do not tell by their beginning whose they are, any is taken that is no
 * placeholder.
 */
export function problemWithSecret(value: string): string | undefined {
  const parts = partsOf(value);
  return (
    problemWithText(value) ??
    problemWithPlaceholder(parts?.body ?? value) ??
    problemWithCopy(value) ??
    problemWithCase(value) ??
    (parts && problemWithParts(value, parts))
  );
}

/** The last sign that no token has, and what follows, as in `bot:ghp_…`. */
const BEHIND_SIGN = /[^A-Za-z0-9_.~+/-]([A-Za-z0-9_.-]+(?:=[A-Fa-f0-9]{8})?)$/;

/** Pasted together with something else, pasted twice, or still encoded. */
function problemWithCopy(value: string): string | undefined {
  if (isTwice(value)) return "is the same text twice: give the token once";
  const behind = BEHIND_SIGN.exec(value)?.[1];
  if (behind !== undefined && isWholeToken(behind))
    return "has something before the token that is in it: give the token alone";
  if (isWholeToken(Buffer.from(value, "base64").toString("latin1").trim()))
    return "is a token in base64: give it decoded";
  return undefined;
}

/** Half of a random text is never the other half again, from eight characters on. */
function isTwice(value: string): boolean {
  const half = Math.floor(value.length / 2);
  const between = value.slice(half, value.length - half);
  return half >= 8 && value.startsWith(value.slice(-half)) && /^[,;:|]?$/.test(between);
}

/** Keyboards, and tools that normalise, change the case of letters. */
function problemWithCase(value: string): string | undefined {
  const issuer = issuerBesideCase(value);
  return (
    issuer &&
    `is like a token of ${issuer}, but for capital and small letters, which count: give it as it was made`
  );
}

/**
 * What a token that tells its kind cannot be. Its issuer may make much longer ones one day, and with any sign that some
 * token has: names that are made up for a test are taken, too. The services do not say how long their keys are.
 */
function problemWithParts(value: string, parts: TokenParts): string | undefined {
  const { issuer, body } = parts;
  if (body === "")
    return `is the beginning of a token of ${issuer}, and nothing follows: give the whole token`;
  const wrong = placeOf(value.replace(ATLASSIAN_END, ""), isNoSign);
  if (wrong !== undefined)
    return `${wrong}; no token that starts like it has one there: give the token alone`;
  return isService(issuer) ? undefined : problemWithLength(parts);
}

function problemWithLength({ issuer, body, least, most }: TokenParts): string | undefined {
  if (body.length < least && (isRandom(body) || FINE_GRAINED.test(body)))
    return `starts like a token of ${issuer}, and is shorter than those are: was it cut short? Give the whole token`;
  if (most === undefined || body.length <= most || body.length > most * MUCH_LONGER) return undefined;
  return isRandom(body) || !/[-_.]/.test(body)
    ? `starts like a token of ${issuer}, and is longer than those are: did something get behind or into it? Give the token alone`
    : undefined;
}

/** So many times as long, a token is of a form to come. */
const MUCH_LONGER = 1.5;

/** How what follows `github_pat_` begins. */
const FINE_GRAINED = /^11[A-Z][A-Z0-9]{4}/;

const ATLASSIAN_END = /(?<=^AT[AC]TT.*)=[A-Fa-f0-9]{8}$/;

const isNoSign: IsWrong = (character, place) =>
  !/[\w.-]/.test(character) || (place === "last" && character === ".");

/** Made-up tokens are words, perhaps numbered. */
function isRandom(body: string): boolean {
  return /[a-z]/.test(body) && /[A-Z]/.test(body) && /\d[^a-zA-Z]*[a-zA-Z]/.test(body);
}
