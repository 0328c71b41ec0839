import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { engineOnPath, pathFolders } from "./onPath";
import { temporaryFolder, writeEngine, writeScript } from "./testing/files";

/** A `PATH` of these folders; the scripts in them need no other program. */
const searching = (...folders: string[]) => engineOnPath({ PATH: folders.join(path.delimiter) });

it("finds a complete engine at or above the floor", async () => {
  const binDir = await temporaryFolder();
  await writeEngine(binDir, "3.216.0");
  const command = path.join(binDir, "pulumi");
  expect(await searching("/nowhere", binDir)).toEqual({
    engine: { source: "path", version: "3.216.0", binDir, command },
  });
});

it("accepts companions that lie elsewhere on PATH", async () => {
  const [binDir, other] = [await temporaryFolder(), await temporaryFolder()];
  await writeEngine(other, "3.1.0");
  await writeScript(path.join(binDir, "pulumi"), "echo v3.250.0");
  expect(await searching(binDir, other)).toMatchObject({ engine: { binDir, version: "3.250.0" } });
});

it("says that there is none", async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, "pulumi"));
  expect(await searching(folder)).toEqual({ passedOver: "not found" });
  await rm(path.join(folder, "pulumi"), { recursive: true });
  await writeFile(path.join(folder, "pulumi"), "not executable");
  expect(await searching(folder)).toEqual({ passedOver: "not found" });
});

it.each([
  "pulumi-language-nodejs",
  "pulumi-resource-pulumi-nodejs",
])("says that %s is missing, without starting anything", async (missing) => {
  const binDir = await temporaryFolder();
  await writeEngine(binDir, "3.248.0");
  await writeScript(path.join(binDir, "pulumi"), `: > '${binDir}/started'`);
  await rm(path.join(binDir, missing));
  expect(await searching(binDir)).toEqual({
    passedOver: `${binDir}/pulumi has no ${missing} beside it or on PATH`,
  });
  await expect(rm(path.join(binDir, "started"))).rejects.toThrow("ENOENT");
});

it.each([
  ["echo v3.100.0", "version 3.100.0 is older than 3.216.0"],
  ["echo hello", '"pulumi version" did not print a version'],
  ["echo no version set >&2; exit 126", '"pulumi version" failed: exit code 126\nno version set'],
])("says why a pulumi that does `%s` is passed over", async (line, reason) => {
  const binDir = await temporaryFolder();
  await writeEngine(binDir, "3.248.0");
  await writeScript(path.join(binDir, "pulumi"), line);
  expect(await searching(binDir)).toEqual({ passedOver: `${binDir}/pulumi: ${reason}` });
});

it("ignores PATH entries that depend on the working folder", () => {
  expect(pathFolders(["/a", "", "b", ".", "/c"].join(path.delimiter))).toEqual(["/a", "/c"]);
  expect(pathFolders(undefined)).toEqual([]);
});
