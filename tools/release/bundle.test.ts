import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { KINDS } from "../../provider/kinds/names";
import { bundle } from "./bundle";
import { firstLine } from "./testing/firstLine";

it.each(KINDS)("makes a plugin that needs no other file: %s", async (kind) => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "plugin.js");
  const packages = await bundle(kind, file);
  expect(await firstLine(process.execPath, file)).toMatch(/^\d+$/);
  expect(packages.map((path) => basename(path))).toEqual(
    expect.arrayContaining(["grpc-js", "undici", "zod"]),
  );
});
