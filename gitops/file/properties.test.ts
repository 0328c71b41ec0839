import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { DeclarationsError } from ".";
import { documents } from "./testing/documents";
import { useProject } from "./testing/project";

const project = useProject();

const style = fc.record({
  collectionStyle: fc.constantFrom("any" as const, "block" as const, "flow" as const),
  defaultStringType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const),
  defaultKeyType: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const),
  indent: fc.integer({ min: 1, max: 8 }),
  indentSeq: fc.boolean(),
  // The library breaks narrow lines wrongly between quotes.
  lineWidth: fc.constantFrom(0, 80),
});

describe("any valid declaration", () => {
  it("loads to the same, in any style", () => {
    fc.assert(
      fc.property(documents, style, fc.boolean(), (document, options, isMarked) => {
        const text = stringify(document, options);
        project.write({ "connections.yaml": `${isMarked ? "\uFEFF" : ""}${text}` });
        const [stack] = project.load().stacks;
        const { sigsentry, coregit } = document;
        expect(stack?.connections).toEqual({ sigsentry, coregit });
        expect(stack?.project).toBe(document.project);
      }),
      { numRuns: 300 },
    );
  });

  it("loads to the same when what connections share stands in the defaults, or at an anchor", () => {
    const shared = { lookbackDays: 12, isActive: false };
    fc.assert(
      fc.property(documents, style, (document, options) => {
        const { sigsentry, coregit } = document;
        const without = Object.entries(sigsentry).map(([name, connection]) => {
          const rest = Object.entries(connection).filter(([field]) => !Object.hasOwn(shared, field));
          return [name, Object.fromEntries(rest)] as const;
        });
        const written = { ...document, sigsentry: Object.fromEntries(without) };
        const expected = Object.fromEntries(without.map(([name, rest]) => [name, { ...rest, ...shared }]));
        const anchored = without.map(([name, rest]) => [name, { ...rest, "<<": shared }] as const);
        const merging = { "x-shared": shared, ...document, sigsentry: Object.fromEntries(anchored) };
        for (const text of [
          stringify({ ...written, defaults: { sigsentry: shared } }, options),
          stringify(merging, { ...options, merge: true, defaultKeyType: "PLAIN" }),
        ]) {
          project.write({ "connections.yaml": text });
          expect(project.load().stacks[0]).toMatchObject({ connections: { coregit } });
          expect(project.load().stacks[0]?.connections.sigsentry).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** Of a known shape and of none; both at places where references belong, and in a comment. */
const SECRETS = ["ghp_Qz7Lp9Xw3Rk5Vt1Hd8Jf2Nc6Bs4Gm0TyWuEi", "Qz7Lp9Xw3Rk5Vt1Bn"];

const withSecret = (secret: string) => [
  `# our connections
x-creds: &creds { token: ${secret} }
defaults:
  sigsentry:
    credentials:
      gitlab: { token: "${secret}" }
sigsentry:
  payments:
    platform: github
    credentials:
      token: ${secret}
    repositories: [acme/payments, acme/ledger]
    lookbackDays: 400
  other: { platform: gitlab, credentials: *creds, repositories: [a/b/c] }
coregit:
  sync:
    provider: github
    label: robot
    accessToken: ${secret}
`,
  `{"sigsentry": {"a": {"platform": "bitbucket", "repositories": ["a/b"],
  "credentials": {"username": "u", "appPassword": "${secret}"}}}, "coregit": {"b": {"provider": "github", "label": "b", "accessToken": '${secret}'}}}`,
  `coregit:
  a:
    provider: gitlab
    label: a
    accessToken: |
      ${secret}
  # the old one: ${secret}
  b: { provider: gitlab, label: b, accessToken: { evn: ${secret} }, verify: 3 }
`,
];

const SNIPPETS = [
  "\t",
  ":",
  ": ",
  " ",
  "\n",
  "#",
  " #",
  "'",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  "- ",
  "|",
  ">",
  "&a ",
  "*a",
  "!",
  "!a ",
  "<<: ",
  "? ",
  "%",
  "@",
  "---\n",
  "\uFEFF",
  "\u0000",
  "é",
];

const edit = fc.record({
  at: fc.nat({ max: 1000 }),
  length: fc.oneof(fc.constant(0), fc.constant(1), fc.nat({ max: 3 })),
  insert: fc.oneof(fc.constant(""), fc.constantFrom(...SNIPPETS)),
});

describe("any edit of a file with a secret", () => {
  it("ends with declarations or a DeclarationsError, and never shows the secret", () => {
    const found = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        fc.nat({ max: 2 }),
        edit,
        (secret, index, { at, length, insert }) => {
          const text = withSecret(secret)[index] ?? "";
          const start = at % text.length;
          project.write({ "connections.yaml": text.slice(0, start) + insert + text.slice(start + length) });
          const problem = outcome();
          if (problem === undefined) found.accepted++;
          else found.refused++;
          expect(partsOf(secret).filter((part) => problem?.includes(part))).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
    expect(found.refused).toBeGreaterThan(500);
  });

  /** Everything that an error says. */
  function outcome(): string | undefined {
    try {
      project.load();
      return undefined;
    } catch (error) {
      if (!(error instanceof DeclarationsError)) throw error;
      return `${error.message}\n${error.stack}\n${JSON.stringify(error.problems)}`;
    }
  }
});

/** Every eight characters of a secret: what an edit leaves of it may be that short. */
function partsOf(secret: string): string[] {
  return Array.from({ length: secret.length - 7 }, (_, start) => secret.slice(start, start + 8));
}
