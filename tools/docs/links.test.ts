import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");

/** The documents that users read, from the project's root. */
const DOCUMENTS = [
  "README.md",
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
