import { describe, expect, it } from "vitest";
import { useProject } from "../testing/project";

const project = useProject();

const MESSAGE = {
  tab: "a tab cannot indent in YAML",
  document: "starts a second document; a file holds one only",
  tag: "has a tag that is not known here",
  noAnchor: "is an alias without an anchor",
  itself: "is an alias of what it stands in",
};

describe("a file that is not YAML", () => {
  it.each([
    ["a tab", "sigsentry:\n\ta: 1", [`2:1 ${MESSAGE.tab}`]],
    ["a second document", "coregit: {}\n---\ncoregit: {}", [`2:1 ${MESSAGE.document}`]],
    ["an unknown tag", "x-a: !secret x\ncoregit: {}", [`1:6 ${MESSAGE.tag}`]],
    [
      "a bracket that is not closed",
      "coregit: {\n",
      ["2:1 is not indented as it should be, or a bracket before it is not closed"],
    ],
    ["a quote that is not closed", "coregit: 'x\n", ["2:1 something is missing here"]],
    [
      "a field on another's line",
      "coregit: a: b\n",
      ["1:10 a field cannot start here, on the line of another one"],
    ],
    [
      "a reserved character",
      "coregit: @a\n",
      ["1:10 a text without quotes cannot start with this character"],
    ],
    ["a key that is no text", "? [a]\n: b\n", ["1:3 a field's name must be a text"]],
    ["an alias as a key", "x-a: &a b\n*a : c\n", ["2:1 a field's name must be a text"]],
    ["an escape that does not exist", 'x-a: "\\q"\n', ["1:7 is not an escape that YAML knows"]],
  ])("says so of %s", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual(expected);
  });

  it.each([
    ["sigsentry: !!binary aGVsbG8=", "1:12"],
    ["sigsentry: !!timestamp 2020-01-01", "1:12"],
    ["coregit: !!set { a }", "1:10"],
    ["coregit: !!omap [a: {}]", "1:10"],
    ["coregit: !<tag:yaml.org,2002:binary> aGVsbG8=", "1:10"],
    ["%TAG ! tag:yaml.org,2002:\n---\ncoregit: !binary aGVs", "3:10"],
    ["!!binary aGVsbG8=", "1:1"],
    ["project: !!timestamp 2020-01-01\nsigsentry: {}", "1:10"],
    ["x-a: !!js/function f\ncoregit: {}", "1:6"],
    ["coregit: !!null x", "1:10"],
    ["coregit: !!map x", "1:10"],
  ])("has a tag that makes something else of a value: %j", (text, place) => {
    expect(project.problemsOf(text)).toEqual([`${place} ${MESSAGE.tag}`]);
    expect(project.error().message).toContain("texts, numbers, true, false, null, mappings and lists");
  });

  it.each([
    ["as git leaves it", "<<<<<<< HEAD\ncoregit: {}\n=======\ncoregit: { a: 1 }\n>>>>>>> other\n", "2:1"],
    ["in between, on Windows", "coregit:\r\n<<<<<<< HEAD\r\n  a: 1\r\n=======\r\n", "3:1"],
    ["half taken out", "coregit: {}\n=======\n", "3:1"],
    ["with only its end left", "coregit: {}\nsigsentry: {}\n>>>>>>> 1a2b3c4 (a change)\n", "4:1"],
  ])("has a conflict of git's in it, %s", (_, text, place) => {
    expect(project.problemsOf(`\n${text}`)).toEqual([
      `${place} is a conflict that git could not merge: from here on, the file holds both sides`,
    ]);
    expect(project.error().message).toContain("Keep what is right, and take out the lines with <<<<<<<");
  });

  it("is not read any further, unlike the other files", () => {
    project.write({
      "connections/a.yaml": "sigsentri: {}\nx-a: {",
      "connections/b.yaml": "sigsentri: {}",
    });
    expect(project.error().problems.map(({ file, line }) => [file, line])).toEqual([
      ["connections/a.yaml", 2],
      ["connections/b.yaml", 1],
    ]);
  });

  it("has at most ten problems: the first causes the rest", () => {
    expect(project.problemsOf("a: @\n".repeat(50))).toHaveLength(10);
  });

  it("may be as deep as it likes", () => {
    for (const depth of [60, 5_000, 500_000]) {
      expect(project.problemsOf(`x-a: ${"[".repeat(depth)}`).join("\n")).toMatch(
        /nested too deeply|a bracket before it is not closed/,
      );
    }
    const closed = `x-a: ${"[".repeat(60)}${"]".repeat(60)}\ncoregit: {}`;
    expect(project.problemsOf(closed)).toEqual(["1:56 is nested too deeply"]);
  });
});

describe("keys", () => {
  it("stand once in a mapping, also where JavaScript takes them for something else", () => {
    expect(
      project.problemsOf("x-a: 1\ncoregit:\n  a: {}\n  a: {}\n  __proto__: 1\n  __proto__: 2\nx-a: 2"),
    ).toEqual([
      "4:3 stands here a second time, after line 3",
      "6:3 stands here a second time, after line 5",
      "7:1 stands here a second time, after line 1",
    ]);
  });

  it("that merge may have the tag that yq writes; between quotes they merge nothing, and that is said", () => {
    project.write({
      "connections.yaml":
        "x-a: &a { provider: github, label: x }\ncoregit:\n  b: { !!merge <<: *a, verify: true }\n  c:\n    !!merge <<: *a\n",
    });
    const merged = { provider: "github", label: "x" };
    expect(project.load().stacks[0]?.connections.coregit).toEqual({
      b: { ...merged, verify: true },
      c: merged,
    });
    for (const key of ['"<<"', "'<<'"])
      expect(project.problemsOf(`x-a: &a {}\ncoregit: { b: { ${key}: *a } }`)).toEqual([
        "2:17 between quotes is a name like any other, and merges nothing",
      ]);
    expect(project.problemsOf("x-a: &a {}\ncoregit: { b: { !!merge other: *a } }")).toEqual([
      "2:17 a field's name must be a text",
    ]);
  });

  it("that merge stand once too, and a list of what they merge helps", () => {
    expect(project.problemsOf("x-a: &a {}\nx-b: { <<: *a, <<: *a }\ncoregit: {}")).toEqual([
      "2:16 stands here a second time, after line 2",
    ]);
    expect(project.error().message).toContain("<<: [*one, *other]");
  });
});

describe("aliases", () => {
  it.each([
    ["of nothing", "x-a: *a\ncoregit: {}", [`1:6 ${MESSAGE.noAnchor}`]],
    ["of what comes later", "x-a: *a\nx-b: &a 1\ncoregit: {}", [`1:6 ${MESSAGE.noAnchor}`]],
    ["of what holds them", "x-a: &a { b: *a }\ncoregit: {}", [`1:14 ${MESSAGE.itself}`]],
    ["merged into what holds them", "x-a: &a { <<: *a }\ncoregit: {}", [`1:15 ${MESSAGE.itself}`]],
    [
      "merged and no mapping",
      "x-a: &a [1]\nx-b: { <<: *a }\ncoregit: {}",
      ["2:12 a merge key (<<) takes an alias of a mapping, or a list of such"],
    ],
  ])("%s are refused", (_, text, expected) => {
    expect(project.problemsOf(text)).toEqual(expected);
  });

  it("of one name mean the anchor that was written last", () => {
    project.write({
      "connections.yaml":
        "x-a: &a { b: &a inner, c: *a }\nx-d: &l one\nx-e: &l two\ncoregit: { a: { provider: github, label: *l }, b: { provider: github, label: *a } }",
    });
    const [stack] = project.load().stacks;
    expect([stack?.connections.coregit.a?.label, stack?.connections.coregit.b?.label]).toEqual([
      "two",
      "inner",
    ]);
  });

  it("may be many, but not make much of little", () => {
    const label = `coregit:\n${Array.from({ length: 2_000 }, (_, index) => `  c${index}: { provider: github, label: *l }\n`).join("")}`;
    project.write({ "connections.yaml": `x-l: &l many\n${label}` });
    expect(Object.keys(project.load().stacks[0]?.connections.coregit ?? {})).toHaveLength(2_000);

    const lines = Array.from({ length: 20 }, (_, index) => {
      const alias = index === 0 ? "x" : `*a${index - 1}`;
      return `x-${index}: &a${index} [${Array.from({ length: 10 }, () => alias).join(", ")}]\n`;
    });
    const start = performance.now();
    expect(project.problemsOf(`${lines.join("")}coregit: {}`)).toEqual([
      "6:10 holds more than 200000 values with its aliases written out",
    ]);
    const wide = `x-0: &a { ${Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join(", ")} }\n`;
    const merges = Array.from({ length: 5_000 }, (_, index) => `x-m${index}: { <<: *a }\n`).join("");
    expect(project.problemsOf(`${wide}${merges}coregit: {}`)).toEqual([
      "1:9 holds more than 200000 values with its aliases written out",
    ]);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
