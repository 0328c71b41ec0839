import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { appendConnections, type NewConnection } from "..";
import { documents } from "../testing/documents";
import { useProject } from "../testing/project";

const project = useProject();

const checkout: NewConnection = {
  kind: "sigsentry",
  name: "checkout",
  fields: {
    platform: "gitlab",
    credentials: "keep",
    adopt: "rc_1",
    repositories: ["shop/checkout"],
    serviceMappings: [{ serviceName: "shop: checkout", repo: "shop/checkout" }],
  },
};

const ci: NewConnection = {
  kind: "coregit",
  name: "ci",
  fields: { provider: "github", label: "CI, read only", accessToken: "keep", adopt: "V1StGXR8" },
};

const CHECKOUT = `  checkout:
    platform: gitlab
    credentials: keep
    adopt: rc_1
    repositories:
      - shop/checkout
    serviceMappings:
      - serviceName: "shop: checkout"
        repo: shop/checkout
`;

const CI = `  ci:
    provider: github
    label: CI, read only
    accessToken: keep
    adopt: V1StGXR8
`;

/** The lines that came, after it is certain that none went or changed. */
function addedLines(before: string, after: string): string[] {
  const rest = before.split("\n");
  const added = after.split("\n").filter((line) => {
    if (line !== rest[0]) return true;
    rest.shift();
    return false;
  });
  expect(rest).toEqual([]);
  return added;
}

describe("adding connections", () => {
  it("to nothing makes a file that tells editors its form", () => {
    expect(appendConnections("", [ci, checkout])).toBe(
      `# yaml-language-server: $schema=./node_modules/pulumi-repo-connections/gitops/schema/connections.json
sigsentry:
${CHECKOUT}
coregit:
${CI}`,
    );
    expect(appendConnections("\n", [ci], "connections/a.yaml")).toContain(
      "# yaml-language-server: $schema=../node_modules/",
    );
  });

  it("to the file of this repository only adds lines, behind their kind", () => {
    const before = readFileSync(join(__dirname, "../../../connections.yaml"), "utf8");
    const after = appendConnections(before, [checkout, ci]);
    expect(addedLines(before, after).filter((line) => line !== "")).toEqual(
      `${CHECKOUT}${CI}`.trimEnd().split("\n"),
    );
    expect(after).toContain(`    isActive: false\n\n${CHECKOUT}\ncoregit:\n`);
    project.write({ "connections.yaml": after });
    expect(project.load().stacks[0]).toMatchObject({
      connections: { sigsentry: { checkout: checkout.fields }, coregit: { ci: ci.fields } },
    });
  });

  it.each([
    [
      "comments of the kind stay above, those of the next below",
      "coregit:\n  a: { x: 1 } # a\n  # of a\n\n  # more\n\n# of sigsentry\nsigsentry: {}\n",
      ci,
      `coregit:\n  a: { x: 1 } # a\n  # of a\n\n  # more\n\n${CI}\n# of sigsentry\nsigsentry: {}\n`,
    ],
    [
      "a kind that is missing comes last",
      "# c\nproject: p\n# end\n",
      ci,
      `# c\nproject: p\n# end\n\ncoregit:\n${CI}`,
    ],
    ["comments alone stay first", "# c\n", ci, `# c\ncoregit:\n${CI}`],
    ["a kind without a value", "coregit: # none\nproject: p\n", ci, `coregit: # none\n${CI}project: p\n`],
    [
      "a kind with nothing in it",
      "coregit: {} # none\nproject: p\n",
      ci,
      `coregit: # none\n${CI}project: p\n`,
    ],
    ["no line break at the end", "coregit:\n  a: 1", ci, `coregit:\n  a: 1\n\n${CI.trimEnd()}`],
    [
      "no empty lines where there are none",
      "coregit:\n  a: 1\n  b: 2\nx-a: 3\n",
      ci,
      `coregit:\n  a: 1\n  b: 2\n${CI}x-a: 3\n`,
    ],
    [
      "braces",
      "coregit: { a: { b: 1 }, }\nproject:   p\n",
      ci,
      'coregit: { a: { b: 1 }, ci: { provider: github, label: "CI, read only", accessToken: keep, adopt: V1StGXR8 }, }\nproject:   p\n',
    ],
    [
      "the indentation of the file",
      "sigsentry:\n    a:\n        b: 1\n",
      ci,
      `sigsentry:\n    a:\n        b: 1\n\ncoregit:\n${CI.replace(/^ +/gm, "$&$&")}`,
    ],
    [
      "a file between braces",
      '{"sigsentry": {}}\n',
      ci,
      '{"sigsentry": {}, coregit: { ci: { provider: github, label: "CI, read only", accessToken: keep, adopt: V1StGXR8 } }}\n',
    ],
    [
      "line breaks as on Windows",
      "coregit:\r\n  a: 1\r\nx-a:   2\r\n",
      ci,
      `coregit:\r\n  a: 1\r\n\r\n${CI.replaceAll("\n", "\r\n")}x-a:   2\r\n`,
    ],
    ["a byte-order mark", "\uFEFFcoregit:\n  a: 1\n", ci, `\uFEFFcoregit:\n  a: 1\n\n${CI}`],
    [
      "anchors, aliases and merge keys",
      "x-a: &a { b: 1 }\ncoregit: &c\n  d: { <<: *a }\nx-e: *a\n",
      ci,
      `x-a: &a { b: 1 }\ncoregit: &c\n  d: { <<: *a }\n\n${CI}x-e: *a\n`,
    ],
  ])("keeps what stands there: %s", (_, before, entry, after) => {
    expect(appendConnections(before, [entry])).toBe(after);
  });

  it("leaves it to the library where a line would change what stands before it", () => {
    const before = "coregit:\n  a:\n    label: |+\n      kept\n\n\nx-a:   1\n";
    const after = appendConnections(before, [ci]);
    expect(parse(after)).toEqual({ coregit: { a: { label: "kept\n\n\n" }, ci: ci.fields }, "x-a": 1 });
  });

  it.each([
    ["a name that is taken", "coregit: { ci: {} }", "coregit.ci is there already."],
    ["no mapping", "- a", "Connections cannot be added to a file that is not valid; correct it first."],
    [
      "no mapping of connections",
      "coregit: [a]",
      "Connections cannot be added to coregit, which is not a mapping.",
    ],
    [
      "no YAML",
      "coregit: ghp_s3cretValue42x: [",
      "Connections cannot be added to a file that is not valid; correct it first.",
    ],
    [
      "an alias",
      "x-a: &a { b: {} }\ncoregit: *a",
      "Connections cannot be added to coregit as it is written; write it in lines of its own.",
    ],
  ])("is refused by %s", (_, before, message) => {
    expect(() => appendConnections(before, [ci])).toThrow(message);
  });

  it("to any valid file only adds lines, and what they say", () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 2, max: 6 }), fc.boolean(), (document, indent, indentSeq) => {
        const { sigsentry, coregit } = document;
        const isEmpty = [sigsentry, coregit].some((connections) => Object.keys(connections).length === 0);
        const before = stringify(document, { indent, indentSeq, lineWidth: 0 });
        const entries = [checkout, ci].map((entry) => ({ ...entry, name: `${entry.name}-imported-now` }));
        const after = appendConnections(before, entries);
        expect(parse(after)).toEqual({
          ...document,
          sigsentry: { ...sigsentry, "checkout-imported-now": checkout.fields },
          coregit: { ...coregit, "ci-imported-now": ci.fields },
        });
        if (!isEmpty) addedLines(before, after);
      }),
      { numRuns: 200 },
    );
  });
});
