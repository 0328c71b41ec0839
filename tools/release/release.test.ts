import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { VERSION } from "../../provider/version";
import { archiveName, release } from "./release";
import { targetOf } from "./targets";

it("names archives as Pulumi does", () => {
  expect(archiveName("coregit", targetOf("win32", "x64"))).toBe(
    `pulumi-resource-coregit-v${VERSION}-windows-amd64.tar.gz`,
  );
});

it("refuses a folder that has something in it: all of it would be taken for the release", async () => {
  const out = mkdtempSync(join(tmpdir(), "release-"));
  onTestFinished(() => rmSync(out, { recursive: true }));
  writeFileSync(join(out, "old.tar.gz"), "");
  await expect(release({ out, kinds: [], targets: [] }, () => {})).rejects.toThrow(
    `${out} is not empty: give a new folder.`,
  );
  expect(readdirSync(out)).toEqual(["old.tar.gz"]);
});
