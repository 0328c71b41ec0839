import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pack, sha256 } from "./archive";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "archive-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => join(folder, name);

/** 512 bytes are exactly a block of the archive. */
const CONTENT = "x".repeat(512);

async function packed(name: string): Promise<string> {
  writeFileSync(inFolder("made"), CONTENT);
  await pack(inFolder(name), [
    { name: "program", file: inFolder("made") },
    { name: "LICENSES.txt", text: "Ours – and others'\n" },
  ]);
  return inFolder(name);
}

it("packs what tar unpacks", async () => {
  execFileSync("tar", ["-xzf", await packed("a.tar.gz"), "-C", folder]);
  expect(readFileSync(inFolder("program"), "utf8")).toBe(CONTENT);
  expect(readFileSync(inFolder("LICENSES.txt"), "utf8")).toBe("Ours – and others'\n");
  if (process.platform !== "win32") expect(statSync(inFolder("program")).mode & 0o777).toBe(0o755);
});

it("packs the same files to the same bytes, whenever they were made", async () => {
  const first = await sha256(await packed("a.tar.gz"));
  utimesSync(inFolder("made"), 1, 1);
  expect(await sha256(await packed("b.tar.gz"))).toBe(first);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
});
