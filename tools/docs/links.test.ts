import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const ROOT = resolve(__dirname, "../..");

/** The documents that users and contributors read, from the project's root. */
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, "examples")).map((name) => `examples/${name}/README.md`),
];

/** The targets of links to files of this project, without what stands behind a `#`. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].flatMap(([, target = ""]) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  );
}

it.each(DOCUMENTS)("%s links to what is there", (document) => {
  const folder = dirname(join(ROOT, document));
  const links = linksOf(readFileSync(join(ROOT, document), "utf8"));
  expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
});

it("finds the links of a document", () => {
  expect(linksOf("[a](b.md) [c](https://x) [d](e/f.ts#g) [h](#i)")).toEqual(["b.md", "e/f.ts"]);
});

describe("the npm package", () => {
  const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));
  const list = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const files = packed.parse(JSON.parse(list)).flatMap((one) => one.files.map(({ path }) => path));
  const isShipped = (path: string) => files.some((file) => file === path || file.startsWith(`${path}/`));

  it("has a page, the README, without links that would lead nowhere there", () => {
    expect(linksOf(readFileSync(join(ROOT, "README.md"), "utf8"))).toEqual([]);
  });

  it("holds the documents and examples that the README names, but for what it says is in the repository", () => {
    const named = readFileSync(join(ROOT, "README.md"), "utf8").matchAll(
      /`((?:docs|examples)\/[\w.-]+|[A-Z]+\.md)`/g,
    );
    const paths = [...named].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !isShipped(path))).toEqual([
      "docs/adding-a-kind.md",
      "CONTRIBUTING.md",
      "SECURITY.md",
    ]);
  });

  it.each([
    "CHANGELOG.md",
    "docs/gitops.md",
    "docs/gitops-transcript.md",
    "docs/emulator.md",
  ])("holds what %s links to", (document) => {
    const links = linksOf(readFileSync(join(ROOT, document), "utf8"));
    const missing = links.map((link) => normalize(join(dirname(document), link)));
    expect(missing.filter((path) => !isShipped(path))).toEqual([]);
  });
});
