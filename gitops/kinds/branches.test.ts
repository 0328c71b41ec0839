import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../provider/kinds/names";

const ROOT = join(__dirname, "../..");

/** What belongs to one kind, or is the registry of all. */
const OF_KINDS = new RegExp(`/(?:${KINDS.join("|")}|kinds)(?:/|\\.ts$)`);

const NAME = new RegExp(KINDS.join("|"), "i");

const sources = ["gitops", "provider"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter(
      (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\//.test(path) && !OF_KINDS.test(path),
    ),
);

/** Where code goes by a kind's name: in an identifier, a text that is one word, a pattern or an import. Sentences only tell of it. */
function namesIn(path: string, text: string): string[] {
  if (!NAME.test(text)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const isCode =
      ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isRegularExpressionLiteral(node);
    const isWord = ts.isStringLiteralLike(node) && !/\s/.test(node.text);
    if ((isCode || isWord) && NAME.test(node.text)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${node.text}`);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

describe("outside of a kind's own folders and the registry", () => {
  it("no code goes by a kind's name", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap((path) => namesIn(path, readFileSync(join(ROOT, path), "utf8")))).toEqual([]);
  });

  it.each([
    'if (kind === "sigsentry") f();',
    'const names = { coregit: "Coregit" };',
    "switch (kind) { case `coregit`: f(); }",
    'import { check } from "../provider/sigsentry/check";',
    "const isKey = /^SIGSENTRY_/.test(name);",
    "this.#coregitClient();",
  ])("%s would be found", (text) => {
    expect(namesIn("x.ts", text)).not.toEqual([]);
  });
});
