import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { folderOfPlainProgram, hostsIn } from "./project";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "project-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => {
  mkdirSync(join(folder, file, ".."), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const PLUGINS = "plugins: { providers: [{ name: coregit, path: x }, { name: sigsentry, path: x }] }\n";
const PLAIN = 'require("pulumi-repo-connections/gitops");\n';

it("needs nothing where there is no Pulumi.yaml", () => {
  expect(folderOfPlainProgram(folder)).toBe(folder);
});

it.each([
  PLAIN,
  `// Declares what the files say.\n${PLAIN}`,
  `/* As\n   ever. */\n"use strict";\nrequire('pulumi-repo-connections/gitops')\n`,
  'import "pulumi-repo-connections/gitops";',
])("is done by the command where the program only loads the package: %j", (program) => {
  write("Pulumi.yaml", `name: a\nruntime: nodejs\nmain: app/index.js\n${PLUGINS}`);
  write("app/index.js", program);
  expect(folderOfPlainProgram(folder)).toBe(join(folder, "app"));
});

it.each([
  ["does more", `${PLAIN}new Bucket("b");\n`],
  ["does more on the same line", `${PLAIN.trim()} new Bucket("b");`],
  ["hides it behind what looks like a comment", `${PLAIN.trim()} "/*"; new Bucket("b"); "*/"`],
  ["keeps what it loads", 'const all = require("pulumi-repo-connections/gitops");'],
  ["loads something else", 'require("./gitops");'],
  ["does nothing", "// TODO"],
])("is left to pulumi where the program %s", (_, program) => {
  write("Pulumi.yaml", `name: a\nruntime: { name: nodejs }\n${PLUGINS}`);
  write("index.js", program);
  expect(folderOfPlainProgram(folder)).toBeUndefined();
});

it.each([
  ["has a program in another language", `name: a\nruntime: python\n${PLUGINS}`],
  ["names no plugin", "name: a\nruntime: nodejs\n"],
  [
    "names one of them only",
    "name: a\nruntime: nodejs\nplugins: { providers: [{ name: sigsentry, path: x }] }\n",
  ],
  ["names a program that is not there", `name: a\nruntime: nodejs\nmain: none.js\n${PLUGINS}`],
  ["cannot be read", "name: {"],
])("is left to pulumi where Pulumi.yaml %s", (_, project) => {
  write("Pulumi.yaml", project);
  write("index.js", PLAIN);
  expect(folderOfPlainProgram(folder)).toBeUndefined();
});

it("has connections managed by the plugins that Pulumi.yaml names", () => {
  expect(hostsIn(folder)("coregit", [])).toBe("dynamic");
  write("Pulumi.yaml", "plugins: { providers: [{ name: coregit, path: x }] }");
  const hostOf = hostsIn(folder);
  expect([hostOf("coregit", []), hostOf("sigsentry", [])]).toEqual(["plugin", "dynamic"]);
});
