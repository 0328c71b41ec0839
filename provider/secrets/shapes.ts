/** Who makes tokens that tell by how they begin what they are. */
export type Issuer = "github" | "gitlab" | "bitbucket" | "sigsentry" | "coregit";

interface Shape {
  readonly issuer: Issuer;
  readonly prefixes: readonly string[];
  /** What follows the prefix, as a pattern: in its real length, so that no name is taken for a token. */
  readonly body: string;
}

/**
 * Every token and key that tells itself, with the least length that its issuer gives it.
 *
 * GitHub: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/; an installation's `ghs_` may
 * be a longer text with dots. GitLab: https://docs.gitlab.com/security/tokens/#token-prefixes; a routable one ends in
 * parts behind dots. SigSentry and Coregit do not say how long their keys are.
 */
const SHAPES: readonly Shape[] = [
  { issuer: "github", prefixes: ["ghp_", "gho_", "ghu_", "ghr_"], body: "[A-Za-z0-9]{36,}" },
  { issuer: "github", prefixes: ["ghs_"], body: "[A-Za-z0-9._-]{35,}[A-Za-z0-9_-]" },
  { issuer: "github", prefixes: ["github_pat_"], body: "[A-Za-z0-9_]{82,}" },
  {
    issuer: "gitlab",
    prefixes: [
      ...["glpat-", "gloas-", "glptt-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glft-"],
      ...["glsoat-", "glimt-", "glagent-", "glffct-"],
    ],
    body: "[A-Za-z0-9_-]{20,}(?:\\.[A-Za-z0-9_-]+)*",
  },
  { issuer: "bitbucket", prefixes: ["ATBB"], body: "[A-Za-z0-9]{32,}" },
  { issuer: "bitbucket", prefixes: ["ATATT", "ATCTT"], body: "[A-Za-z0-9_-]{60,}(?:=[A-Fa-f0-9]{8})?" },
  {
    issuer: "sigsentry",
    prefixes: ["ss_secret_", "ss_org_", "ss_pub_", "ss_live_"],
    body: "[A-Za-z0-9_-]{16,}",
  },
  { issuer: "coregit", prefixes: ["cgk_live_", "cgt_"], body: "[A-Za-z0-9_-]{16,}" },
];

/** How tokens begin. */
export const PREFIXES: readonly string[] = SHAPES.flatMap(({ prefixes }) => prefixes);

/** Whose token a text is, by how it begins: for a text that stands where a token belongs; `undefined`: it does not tell. */
export function issuerOf(token: string): Issuer | undefined {
  return SHAPES.find(({ prefixes }) => prefixes.some((prefix) => token.startsWith(prefix)))?.issuer;
}

const WHOLE = SHAPES.map(({ prefixes, body }) => `(?:${prefixes.join("|")})(?:${body})`).join("|");

/**
 * What is left of a token that was cut short on its way: its beginning, and a sign that says so. It has an end, so that a
 * text of nothing but such beginnings takes no longer than its length.
 */
const CUT = `(?:${PREFIXES.join("|")})[A-Za-z0-9_-]{4,255}(?=…|\\.{3}|\\*)`;

const TOKENS = new RegExp(`(?<![A-Za-z0-9])(?:${WHOLE}|${CUT})`, "g");

/** Replaces every token in a text, and every beginning of one, that tells itself by its shape. */
export function replaceTokens(text: string, replacement: string): string {
  return text.replace(TOKENS, (found) => (isWord(found) ? found : replacement));
}

/** Whether a name could be meant: tokens are random, so that they have digits, or capitals among small letters. */
function isWord(found: string): boolean {
  const prefix = PREFIXES.find((one) => found.startsWith(one)) ?? "";
  const body = found.slice(prefix.length);
  return !/\d/.test(body) && !(/[a-z]/.test(body) && /[A-Z]/.test(body));
}
