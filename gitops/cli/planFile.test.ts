import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportOf } from "../commands/summary";
import { renderJson } from "../report/json";
import { readPlan, refuseToOverwrite, writePlan } from "./planFile";

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

describe("a plan", () => {
  it("is written, and over an earlier one, be it of another version", async () => {
    await writePlan(file, renderJson(plan));
    expect(readPlan(file)).toEqual(plan);
    await writeFile(file, '{ "version": 0, "command": "plan", "stacks": [] }');
    await writePlan(file, renderJson({ ...plan, refreshed: true }));
    expect(readPlan(file)).toMatchObject({ refreshed: true });
    await writeFile(file, "");
    await writePlan(file, renderJson(plan));
    expect(await readdir(folder)).toEqual(["package.json"]);
  });

  it.each([
    '{ "name": "app" }',
    "name: app\n",
    "[]",
    renderJson({ ...plan, command: "apply" }),
  ])("is never written over anything else: %j", async (text) => {
    await writeFile(file, text);
    const refusal = `${file} is there and holds no plan: it stays as it is. Give --out another file.`;
    expect(() => refuseToOverwrite(file)).toThrow(refusal);
    await expect(writePlan(file, renderJson(plan))).rejects.toThrow(refusal);
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
    expect(() => refuseToOverwrite(path)).toThrow(unwritten);
    await expect(writePlan(path, renderJson(plan))).rejects.toThrow(unwritten);
    expect(() => readPlan(path)).toThrow(`${path} is ${what}, and a plan is read from a regular file only.`);
  });

  it("cannot be read where there is none, nor written where there is no folder", async () => {
    expect(() => readPlan(file)).toThrow(`${file} cannot be read: it, or the folder it is in, is not there.`);
    const nowhere = join(folder, "no", "plan.json");
    await expect(writePlan(nowhere, "")).rejects.toThrow(`${nowhere} cannot be written: it, or the folder`);
  });
});
