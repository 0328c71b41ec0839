import { ELSEWHERE } from "./elsewhere";

const UNFILLED = "is a placeholder that nothing has filled in: give the token that it stands for";

/** A header's name, or the user name that hosts take beside a token. */
const BEFORE_COLON = [
  ...["authorization", "private-token", "job-token", "deploy-token", "x-api-key", "bearer", "basic", "token"],
  ...[
    "x-access-token",
    "x-token-auth",
    "x-bitbucket-api-token-auth",
    "x-oauth-basic",
    "oauth2",
    "gitlab-ci-token",
  ],
].join("|");

/** Wrappings in which a token comes, and which no host issues: how to know them, and what to say. */
const WRAPPINGS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:\$\{|\$\(|\$\[|\{\{|#\{)/, UNFILLED],
  [/^\s*\$+(?:env:)?[A-Za-z_]\w*\s*$/i, UNFILLED],
  [/^\s*([%@!]|__)[A-Za-z]\w*\1\s*$/, UNFILLED],
  [/^\s*(?:secrets|vars?|env|process\.env|local|inputs|variables|parameters)\.[A-Za-z_]\w*\s*$/, UNFILLED],
  [/^\s*[{[]/, "is JSON or a list, or a mask: give the token alone, the value that stands in it"],
  [/^\s*(?:<[^>]*>|<<[^>]*>>)\s*$/, "is a placeholder (< … >): give the token that it stands for"],
  [/^\s*-----BEGIN /, "is a key or a certificate (-----BEGIN …): give an access token"],
  [
    /^\s*[A-Za-z][A-Za-z0-9+.-]{0,40}:\/\//,
    "is an address (…://…), perhaps of where a secret is kept: give the token itself",
  ],
  [
    new RegExp(`^\\s*(?:${BEFORE_COLON})\\s*:`, "i"),
    "is a user name or a header with a token behind its colon: give what follows the colon",
  ],
  [
    /:x-oauth-basic\s*$/i,
    "has the user name x-oauth-basic behind a colon: give what stands before the colon",
  ],
  [
    /^\s*(?:export\s+)?(?!AT[A-Z]TT)[A-Za-z_][A-Za-z0-9_]{0,63}\s*=[^=]/,
    "is an assignment (NAME=value): give what follows its =",
  ],
  [
    /^\s*[A-Za-z_][A-Za-z0-9_-]{0,63}:\s/,
    "is a line of YAML or a header (name: value): give the value alone",
  ],
  [
    /^\s*(?:Bearer|Basic|token)\s/i,
    "starts with the word that goes before a token in a header: leave that out",
  ],
  ...ELSEWHERE,
];

/** What stands around a token, or in its place, as a message behind the field's name; `undefined`: nothing. */
export function problemWithWrapping(value: string): string | undefined {
  return WRAPPINGS.find(([pattern]) => pattern.test(value))?.[1];
}
