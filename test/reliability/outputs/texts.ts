import fc from "fast-check";
import { HOSTILE } from "../../../gitops/report/testing/hostile";

/** A secret that is known to the command, and no token by its shape; each encoding spells it in its own way. */
export const SECRET = 'planted+secret/not?a="real~one\\é';

const bytes = Buffer.from(SECRET);
const json = JSON.stringify(SECRET).slice(1, -1);

/** The secret as services and proxies quote it: what the redactor promises to find. */
const QUOTED = [
  SECRET,
  encodeURIComponent(SECRET),
  encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
  bytes.toString("base64"),
  bytes.toString("base64url"),
  Buffer.from(`robot:${SECRET}`).toString("base64"),
  bytes.toString("hex"),
  json,
  json.replaceAll("/", "\\/"),
  JSON.stringify(json).slice(1, -1),
  `{"access_token":"${json}"}`,
  `https://robot:${encodeURIComponent(SECRET)}@example.com/x`,
];

/** Parts of what certainly is left of a secret that is shown, in whatever form. */
const TRACES = [
  "planted",
  bytes.toString("hex").slice(0, 12),
  ...["", "x", "xy"].map((before) => Buffer.from(`${before}planted+secret`).toString("base64").slice(4, 16)),
];

/** What of the secret can be read in an output, in whatever form. */
export function secretsIn(text: string): string[] {
  const decoded = text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  return TRACES.filter((trace) => decoded.includes(trace));
}

const SIGNS = [
  ..."\u0000\u0007\b\t\n\v\f\r\u001b\u007f\u0085\u009b\u009d\u00ad\u034f\u061c\u115f\u200b\u200d\u200e\u2028\u2029\u202e",
  ..."\u2060\u2066\u2069\u3164\ufe0f\ufeff\uffa0\u0301\u0591\u3000\u00a0",
  ...[
    "\ud800",
    "\udc00",
    "\u{e0041}",
    "\u{1d173}",
    "\u001b[2J",
    "\u001b]52;c;eA==\u0007",
    "\u001b]8;;http://x\u001b\\",
    "\r\n",
  ],
];

const COMMANDS = [
  ...[
    "::error::",
    "::add-mask::",
    "::set-output name=a::",
    "::stop-commands::x",
    "::",
    ":",
    "##[",
    "##",
    "#",
    "[",
    "]",
  ],
  ...[
    "##vso[",
    "##vso[task.complete result=Failed;]",
    "vso[",
    "##teamcity[buildStop comment='x']",
    "##[group]x",
  ],
  ...["<{%", "%}>", "<{%bold%}>", "<", "{%", "```", "|", "<script>", "&#35;", "-->", "' \"", "\\u0023"],
];

const WORDS = ["acme/payments", "a", "main", " ", "  ", "/", ".", "é 漢字 🚀", "…", "x".repeat(90), "- "];

const joined = (parts: readonly string[]) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 7 }).map((chosen) => chosen.join(""));

/** What a service may send that wants more than to name something; with the secret in it, now and then. */
export const serviceTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: joined([...SIGNS, ...COMMANDS, ...WORDS, ...QUOTED]) },
  { weight: 3, arbitrary: joined([...COMMANDS, ...WORDS]) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 12 }) },
);
