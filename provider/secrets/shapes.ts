import { KEY_PREFIXES, KINDS, type Kind } from "../kinds/names";
import type { Span } from "../text/redaction/finder";
import { isName } from "./names";

/** Who makes tokens that tell by how they begin what they are. */
export type Issuer = "github" | "gitlab" | "bitbucket" | Kind;

interface Shape {
  readonly issuer: Issuer;
  readonly prefixes: readonly string[];
  /** What follows the prefix, as a pattern of one character. */
  readonly sign: string;
  /** The least number of these: in its real length, so that no name is taken for a token. */
  readonly least: number;
  /** The greatest number, where there is one length only, and has been for years. */
  readonly most?: number;
  /** What ends it, as a pattern. */
  readonly end?: string;
}

/**
 * Every token and key that tells itself, with the least length that its issuer gives it.
 *
 * GitHub: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/; an installation's `ghs_` may
 * be a longer text with dots. GitLab: https://docs.gitlab.com/security/tokens/#token-prefixes; a routable one ends in
 * parts behind dots. The services do not say how long their keys are.
 */
const SHAPES: readonly Shape[] = [
  { issuer: "github", prefixes: ["ghp_"], sign: "[A-Za-z0-9]", least: 36, most: 36 },
  { issuer: "github", prefixes: ["gho_", "ghu_", "ghr_"], sign: "[A-Za-z0-9]", least: 36 },
  { issuer: "github", prefixes: ["ghs_"], sign: "[A-Za-z0-9._-]", least: 36, end: "(?<!\\.)" },
  { issuer: "github", prefixes: ["github_pat_"], sign: "[A-Za-z0-9_]", least: 82, most: 82 },
  {
    issuer: "gitlab",
    prefixes: [
      ...["glpat-", "gloas-", "glptt-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glft-"],
      ...["glsoat-", "glimt-", "glagent-", "glffct-"],
    ],
    sign: "[A-Za-z0-9_-]",
    least: 20,
    end: "(?:\\.[A-Za-z0-9_-]+)*",
  },
  { issuer: "bitbucket", prefixes: ["ATBB"], sign: "[A-Za-z0-9]", least: 32 },
  {
    issuer: "bitbucket",
    prefixes: ["ATATT", "ATCTT"],
    sign: "[A-Za-z0-9_-]",
    least: 60,
    end: "(?:=[A-Fa-f0-9]{8})?",
  },
  ...KINDS.map((issuer) => ({
    issuer,
    prefixes: KEY_PREFIXES[issuer],
    sign: "[A-Za-z0-9_-]",
    least: 16,
  })),
];

/** Whether an issuer is a service, whose keys are no credentials of a code host's. */
export const isService = (issuer: Issuer) => KINDS.some((kind) => kind === issuer);

/** A text that is to be a token, in parts, where how it begins tells its kind. */
export interface TokenParts {
  readonly issuer: Issuer;
  readonly prefix: string;
  /** What follows the prefix. */
  readonly body: string;
  /** The least number of characters that the issuer puts behind the prefix. */
  readonly least: number;
  /** The greatest number; `undefined`: it is not known, or will not stay. */
  readonly most: number | undefined;
}

/** How tokens begin. */
export const PREFIXES: readonly string[] = SHAPES.flatMap(({ prefixes }) => prefixes);

/** Whose token a text is, by how it begins: for a text that stands where a token belongs; `undefined`: it does not tell. */
export function issuerOf(token: string): Issuer | undefined {
  return partsOf(token)?.issuer;
}

const WHOLE = SHAPES.map(
  ({ prefixes, sign, least, end = "" }) => `(?:${prefixes.join("|")})${sign}{${least},}${end}`,
).join("|");

/**
 * What is left of a token that was cut short on its way: its beginning, and a sign that says so. It has an end, so that a
 * text of nothing but such beginnings takes no longer than its length.
 */
const CUT = `(?:${PREFIXES.join("|")})[A-Za-z0-9_-]{4,255}(?=…|\\.{3}|\\*)`;

const ONE_TOKEN = new RegExp(`^(?:${WHOLE})$`);

const ONE_TOKEN_IN_ANY_CASE = new RegExp(ONE_TOKEN, "i");

const TOKENS = new RegExp(`(?<![A-Za-z0-9])(?:${WHOLE}|${CUT})`, "g");

/** Where tokens stand in a text, and beginnings of them, that tell themselves by their shape. */
export function tokensIn(text: string, { besideNames = false } = {}): Span[] {
  return [...text.matchAll(TOKENS)].flatMap(({ 0: found, index }): Span[] => {
    const body = bodyOf(found);
    return isWord(body) || (besideNames && isName(body)) ? [] : [[index, index + found.length]];
  });
}

/** Whether a text is one whole token, and nothing else. */
export function isWholeToken(text: string): boolean {
  return ONE_TOKEN.test(text);
}

/** How a text that is to be a token begins, if that tells its kind, and what follows; `undefined`: it does not tell. */
export function partsOf(token: string): TokenParts | undefined {
  return partsOfSpelt(token, (prefix) => token.startsWith(prefix));
}

/**
 * Whose token a text would be, had it its letters as they were made: what follows the prefix has its length. Self-managed
 * GitLab may have chosen a prefix that differs so little; so all of it must be in capitals, or all in small letters.
 */
export function issuerBesideCase(text: string): Issuer | undefined {
  const small = text.toLowerCase();
  if (!ONE_TOKEN_IN_ANY_CASE.test(text) || partsOf(text) !== undefined) return undefined;
  const issuer = partsOfSpelt(text, (prefix) => small.startsWith(prefix.toLowerCase()))?.issuer;
  const isOfOneCase = text === small || text === text.toUpperCase();
  return issuer === "github" || isOfOneCase ? issuer : undefined;
}

function partsOfSpelt(token: string, isBegunBy: (prefix: string) => boolean): TokenParts | undefined {
  for (const { issuer, prefixes, least, most } of SHAPES) {
    const prefix = prefixes.find(isBegunBy);
    if (prefix !== undefined) return { issuer, prefix, body: token.slice(prefix.length), least, most };
  }
  return undefined;
}

const bodyOf = (found: string) => partsOf(found)?.body ?? found;

/** Whether a name could be meant: tokens are random, so that they have digits, or capitals among small letters. */
function isWord(body: string): boolean {
  return !/\d/.test(body) && !(/[a-z]/.test(body) && /[A-Z]/.test(body));
}
