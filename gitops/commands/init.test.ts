import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendConnections, connectionsOf, loadDeclarations } from "../file";
import { init } from "./init";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "repo-connections-init-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options = { name: "our-connections", stack: undefined };
const write = (file: string, text: string) => writeFile(join(folder, file), text);
const read = (file: string) => readFile(join(folder, file), "utf8");
const writtenBy = async (more: { stack?: string } = {}) =>
  (await init(folder, { ...options, ...more })).files
    .filter(({ written }) => written)
    .map(({ file }) => file);

describe("init", () => {
  it("writes what an empty folder needs, and says what is left", async () => {
    const { files, next } = await init(folder, options);
    expect(files.map(({ file }) => file)).toEqual([
      "package.json",
      "Pulumi.yaml",
      "index.js",
      "connections.yaml",
      ".gitignore",
    ]);
    expect(next).toEqual(["npm install", "declare connections", "`npx repo-connections plan`"]);
    expect(await read("Pulumi.yaml")).toMatch(/^name: our-connections\n/);
  });

  it("writes an example that is valid once each line has lost its `# `, and declares nothing before", async () => {
    await init(folder, options);
    const text = await read("connections.yaml");
    const declared = () =>
      loadDeclarations(folder)
        .stacks.flatMap(connectionsOf)
        .map(({ name }) => name);
    expect(declared()).toEqual([]);
    const [head, ...example] = text.split("\n\n");
    await write("connections.yaml", [head, ...example.map((part) => part.replace(/^# /gm, ""))].join("\n\n"));
    expect(declared()).toEqual(["payments", "sync"]);
  });

  it("writes a file that can be imported into, and its example used afterwards", async () => {
    await init(folder, options);
    const found = { kind: "coregit", name: "ci", fields: { provider: "github", label: "CI" } } as const;
    const text = appendConnections(await read("connections.yaml"), [found]);
    await write("connections.yaml", text.replace(/^# {3}/gm, "  "));
    expect(Object.keys(loadDeclarations(folder).stacks[0]?.connections.coregit ?? {})).toEqual([
      "ci",
      "sync",
    ]);
  });

  it("changes nothing when it is run again", async () => {
    await init(folder, options);
    await write("connections.yaml", "sigsentry: {}\n");
    expect(await writtenBy()).toEqual([]);
    expect(await read("connections.yaml")).toBe("sigsentry: {}\n");
  });

  it.each([
    "Pulumi.yml",
    "Pulumi.json",
  ])("takes %s for a project, and writes no second one beside it", async (file) => {
    await write(file, "");
    await write("connections.yml", "");
    expect(await writtenBy()).toEqual(["package.json", "index.js", ".gitignore"]);
  });

  it("says what a package that is there has to install", async () => {
    await write("package.json", '{ "devDependencies": { "@pulumi/pulumi": "3.248.0" } }');
    expect((await init(folder, options)).next[0]).toBe("npm install pulumi-repo-connections");
  });

  it("writes a program that an ES module can run", async () => {
    await write("package.json", '{ "type": "module" }');
    await init(folder, options);
    expect(await read("index.js")).toMatch(/^import "pulumi-repo-connections\/gitops";$/m);
  });

  it("says that a program which is there declares nothing yet", async () => {
    await write("index.js", "console.log(1);\n");
    expect((await init(folder, options)).next).toContain(
      "load `pulumi-repo-connections/gitops` in index.js, which was there",
    );
  });

  it("never puts a folder and a single file side by side, which no command would read", async () => {
    await init(folder, { ...options, stack: "payments" });
    expect(await writtenBy()).toEqual([]);
    expect(await writtenBy({ stack: "search" })).toEqual(["connections/search.yaml"]);
    await rm(join(folder, "connections"), { recursive: true });
    await write("connections.yaml", "sigsentry: {}\n");
    await expect(init(folder, { ...options, stack: "payments" })).rejects.toThrow(
      "move it to connections/payments.yaml first",
    );
  });

  it.each([
    "package.json",
    "Pulumi.yaml",
    "index.js",
    "connections.yaml",
    ".gitignore",
  ])("writes nothing beside %s where that is no file, and does not wait for it", async (file) => {
    const path = join(folder, file);
    execFileSync("mkfifo", [path]);
    const refusal = `${path} is a named pipe, not a file; nothing was written.`;
    await expect(init(folder, options)).rejects.toThrow(refusal);
    await rm(path);
    await mkdir(path);
    await expect(init(folder, options)).rejects.toThrow(`${path} is a folder, not a file`);
    expect(await readdir(folder)).toEqual([file]);
  });

  it.each([
    undefined,
    "payments",
  ])("writes nothing beside a file that is called as the folder (for %s)", async (stack) => {
    await write("connections", "");
    await expect(init(folder, { ...options, stack })).rejects.toThrow(
      `${join(folder, "connections")} is not a folder; nothing was written.`,
    );
    expect(await readdir(folder)).toEqual(["connections"]);
  });

  it("writes nothing beside a package.json that it cannot read", async () => {
    await write("package.json", "{");
    await expect(init(folder, options)).rejects.toThrow("cannot be read as JSON");
    expect(await readdir(folder)).toEqual(["package.json"]);
  });
});
