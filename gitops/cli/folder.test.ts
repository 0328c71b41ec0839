import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { projectIn } from "./folder";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "repo-connections-folder-"));
  await mkdir(join(root, "connections"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it.each(["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])("is the folder with %s", async (file) => {
  await writeFile(join(root, file), "");
  expect(projectIn(root)).toBe(root);
});

it("is not guessed: whoever is below it is told where it is", async () => {
  await writeFile(join(root, "Pulumi.yaml"), "");
  expect(() => projectIn(join(root, "connections"))).toThrow(
    `The project is in ${root}: go there, or give -C`,
  );
});

it("is asked for where there is none", () => {
  expect(() => projectIn(join(root, "no"))).toThrow(`There is no folder ${join(root, "no")}.`);
  expect(() => projectIn(root)).toThrow("`repo-connections init` writes one");
});
