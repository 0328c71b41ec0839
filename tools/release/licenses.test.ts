import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { licensesOf } from "./licenses";

function newPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), "licenses-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const manifest = { name: "a", version: "1.2.3", license: "MIT" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

it("has each package's licence, and Node.js's", () => {
  const folder = newPackage();
  writeFileSync(join(folder, "LICENSE.md"), "Do as you please.\n");
  expect(licensesOf([folder], "Node.js is licensed.")).toBe(
    "a 1.2.3 (MIT)\n-------------\n\nDo as you please.\n\nNode.js\n-------\n\nNode.js is licensed.\n",
  );
});

it("refuses a package without the text of its licence", () => {
  const folder = newPackage();
  expect(() => licensesOf([folder], "")).toThrow(`${folder} has no text of its licence.`);
});
