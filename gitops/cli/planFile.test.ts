import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportOf } from "../commands/summary";
import { renderJson } from "../report/json";
import type { Report } from "../report/schema";
import { readPlan, refuseUnwritable, writePlan } from "./planFile";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "repo-connections-plan-"));
  file = join(folder, "package.json");
});
const closing: Server[] = [];
afterEach(() => {
  for (const server of closing.splice(0)) server.close();
  return rm(folder, { recursive: true });
});

/** Whoever opens it waits for a reader or a writer. */
async function pipe(): Promise<string> {
  execFileSync("mkfifo", [file]);
  return file;
}

function socket(): Promise<string> {
  const server = createServer().unref();
  closing.push(server);
  return new Promise((resolve) => server.listen(file, () => resolve(file)));
}

const plan = reportOf("plan", false, []);

/** Writes a plan; what is said of that. */
async function saidOf(path: string, report: Report = plan): Promise<string[]> {
  const said: string[] = [];
  await writePlan(path, report, (message) => said.push(message));
  return said;
}

describe("a plan", () => {
  it("is written, and over an earlier one, be it of another version", async () => {
    expect(await saidOf(file)).toEqual([]);
    expect(readPlan(file)).toEqual(plan);
    await writeFile(file, '{ "version": 0, "command": "plan", "stacks": [] }');
    await saidOf(file, { ...plan, refreshed: true });
    expect(readPlan(file)).toMatchObject({ refreshed: true });
    await writeFile(file, "");
    await refuseUnwritable(file);
    await saidOf(file);
    expect(await readdir(folder)).toEqual(["package.json"]);
  });

  it("that failed is not written, over no earlier one either, and that is said", async () => {
    const failed = { ...plan, outcome: "failed" as const };
    const words = "Not written: the plan failed, so it is not one to review and apply";
    expect(await saidOf(file, failed)).toEqual([`${words}.`]);
    expect(await readdir(folder)).toEqual([]);
    await saidOf(file);
    expect(await saidOf(file, failed)).toEqual([`${words}; ${file} stays as it was.`]);
    expect(readPlan(file)).toEqual(plan);
  });

  it.each([
    '{ "name": "app" }',
    "name: app\n",
    "[]",
    renderJson({ ...plan, command: "apply" }),
  ])("is never written over anything else: %j", async (text) => {
    await writeFile(file, text);
    const refusal = `${file} is there and holds no plan: it stays as it is. Give --out another file.`;
    await expect(refuseUnwritable(file)).rejects.toThrow(refusal);
    await expect(saidOf(file)).rejects.toThrow(refusal);
    expect(await readFile(file, "utf8")).toBe(text);
    expect(() => readPlan(file)).toThrow(`${file} holds no plan`);
    expect(() => readPlan(file)).not.toThrow(`--out ${file}`);
  });

  it.each<[string, () => Promise<string>]>([
    ["a named pipe", pipe],
    ["a socket", socket],
    ["a device", async () => "/dev/null"],
    ["a folder", async () => folder],
  ])("is neither written to %s nor read from one, and nobody waits", async (what, make) => {
    const path = await make();
    const unwritten = `${path} is ${what}, and a plan is written to a regular file only. Give --out another file`;
    await expect(refuseUnwritable(path)).rejects.toThrow(unwritten);
    await expect(saidOf(path)).rejects.toThrow(unwritten);
    expect(() => readPlan(path)).toThrow(`${path} is ${what}, and a plan is read from a regular file only.`);
  });

  it("cannot be read where there is none, nor written where there is no folder", async () => {
    expect(() => readPlan(file)).toThrow(`${file} cannot be read: it, or the folder it is in, is not there.`);
    const nowhere = join(folder, "no", "plan.json");
    for (const write of [refuseUnwritable, saidOf])
      await expect(write(nowhere)).rejects.toThrow(`${nowhere} cannot be written: it, or the folder`);
  });

  it.each<[string, (folder: string) => string, string]>([
    ["in a folder that is not there", (path) => join(path, "no", "plan.json"), "it, or the folder it is in,"],
    ["named like a folder", (path) => join(path, "plan.json", "/"), "it, or the folder it is in, is not"],
    ["below a file", (path) => join(path, "file", "plan.json"), "part of its path is no folder"],
    ["of too long a name", (path) => join(path, "x".repeat(250)), "its name is too long"],
    ["where nobody may write", () => "/proc/plan.json", "cannot be written: "],
  ])("%s is refused before anything is planned", async (_, make, reason) => {
    await writeFile(join(folder, "file"), "");
    const path = make(folder);
    await expect(refuseUnwritable(path)).rejects.toThrow(reason);
    expect(await readdir(folder)).toEqual(["file"]);
  });

  it("is written to a file that has a name", async () => {
    await expect(refuseUnwritable("")).rejects.toThrow(
      "--out is empty: give the name of a file, or leave --out out.",
    );
  });
});
