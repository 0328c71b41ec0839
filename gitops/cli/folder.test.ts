import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { filesIn, projectIn } from "./folder";

let root: string;
let said: string[];
const say = (message: string) => void said.push(message);
beforeEach(async () => {
  said = [];
  root = await mkdtemp(join(tmpdir(), "repo-connections-folder-"));
  await mkdir(join(root, "connections"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it.each(["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])("is the folder with %s", async (file) => {
  await writeFile(join(root, file), "");
  expect(projectIn(root, say)).toBe(root);
  expect(said).toEqual([]);
});

it("is none where Pulumi.yaml is no file, and nobody waits for a pipe", async () => {
  const path = join(root, "Pulumi.yaml");
  execFileSync("mkfifo", [path]);
  const refusal = `${path} is a named pipe, not a file.`;
  expect(() => projectIn(root, say)).toThrow(refusal);
  expect(() => projectIn(join(root, "connections"), say)).toThrow(refusal);
});

it("is none where a stack's configuration is no file", async () => {
  await writeFile(join(root, "Pulumi.yaml"), "");
  const path = join(root, "Pulumi.prod.yaml");
  execFileSync("mkfifo", [path]);
  expect(() => projectIn(root, say)).toThrow(`${path} is a named pipe, not a file.`);
});

it("is the nearest above, and that is said", async () => {
  await writeFile(join(root, "Pulumi.yaml"), "");
  expect(projectIn(join(root, "connections"), say)).toBe(root);
  expect(said).toEqual([`Using the project in ${root}.`]);
});

it("is not the one above where connections lie here: they would not be those that are applied", async () => {
  await writeFile(join(root, "Pulumi.yaml"), "");
  const below = join(root, "team");
  await mkdir(below);
  await writeFile(join(below, "connections.yaml"), "sigsentry: {}");
  expect(() => projectIn(below, say)).toThrow(
    `${join(below, "connections.yaml")} has no Pulumi.yaml beside it`,
  );
});

it("needs no Pulumi.yaml where connections lie, here or above", async () => {
  expect(projectIn(root, say)).toBe(root);
  expect(said).toEqual([]);
  expect(projectIn(join(root, "connections"), say)).toBe(root);
  expect(said).toEqual([`Using the project in ${root}.`]);
});

it("is asked for where there is none", async () => {
  expect(() => projectIn(join(root, "no"), say)).toThrow(`There is no folder ${join(root, "no")}.`);
  await rm(join(root, "connections"), { recursive: true });
  expect(() => projectIn(root, say)).toThrow("`repo-connections init` writes what is needed");
});

it("is checked only where it is there", () => {
  const none = join(root, "no");
  expect(() => filesIn(none, say)).toThrow(`There is no folder ${none}.`);
  expect(filesIn(root, say)).toBe(root);
});
