import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  it("is read where it is all in the clear, and means the same to every reader", () => {
    const text = 'encryptionsalt: v1:x\nconfig:\n  a:one: prj_1\n  a:two: "https://a.example:8443/b"\n';
    expect(config(text)).toEqual({ "a:one": "prj_1", "a:two": "https://a.example:8443/b" });
  });

  it("is read where Pulumi.yaml says that it is", () => {
    write("Pulumi.yaml", "name: a\nstackConfigDir: ./stacks\n");
    mkdirSync(join(folder, "stacks"));
    write("stacks/Pulumi.prod.yaml", "environment: [prod]\n");
    write("stacks/Pulumi.dev.yaml", "config: { a:one: b }\n");
    expect(hasEnvironment(folder, "prod")).toBe(true);
    expect(plainConfig(folder, "dev")).toEqual({ "a:one": "b" });
  });

  it.each([
    "~",
    "null",
    "007",
    "1e3",
    "0x1F",
    "1.0",
    "2024-01-01",
    "yes",
    "a b",
    "",
  ])("is left to Pulumi where a value is %j", (value) => {
    expect(config(`config:\n  a:one: ${value}\n`)).toBeUndefined();
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
    ["a key of three parts", "config: { a:config:one: b }"],
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
