import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hasEnvironment, plainConfig } from "./stackFile";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stack-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const config = (text: string) => {
  write("Pulumi.prod.yaml", text);
  return plainConfig(folder, "prod");
};

describe("a stack's configuration", () => {
  it("is read where it is all in the clear, each value as it is written", () => {
    const text =
      'encryptionsalt: v1:x\nconfig:\n  a:one: 1e3\n  a:two: "true"\n  a:three: no\n  "a:four": 007\n';
    expect(config(text)).toEqual({ "a:one": "1e3", "a:two": "true", "a:three": "no", "a:four": "007" });
  });

  it.each([
    ["there is no file", undefined],
    ["the file is empty", ""],
    ["the file has none", "encryptionsalt: v1:x\n"],
    ["it is empty", "config:\n"],
  ])("is empty where %s", (_, text) => {
    expect(text === undefined ? plainConfig(folder, "prod") : config(text)).toEqual({});
  });

  it.each([
    ["a secret", "config: { a:one: { secure: v1:x } }"],
    ["a list", "config: { a:one: [b] }"],
    ["an environment of Pulumi's", "environment: [prod]\nconfig: { a:one: b }"],
    ["something else than settings", "config: no"],
    ["a mistake", "config: {"],
  ])("is left to Pulumi where there is %s", (_, text) => {
    expect(config(text)).toBeUndefined();
  });

  it("is left to Pulumi where the project has some as well", () => {
    write("Pulumi.yaml", "name: a\nconfig: { one: b }\n");
    expect(config("config: { a:two: c }")).toBeUndefined();
  });
});

it.each([
  ["", false],
  ["config: { a:one: b }", false],
  ["environment: [prod]", true],
  ["environment: {", true],
])("an environment of its own, in %j: %j", (text, has) => {
  write("Pulumi.prod.yaml", text);
  expect([hasEnvironment(folder, "prod"), hasEnvironment(folder, "dev")]).toEqual([has, false]);
});
