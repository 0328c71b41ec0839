import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
afterEach(() => rm(folder, { recursive: true }));

const plan = reportOf("plan", false, []);

describe("a plan", () => {
  it("is written, and over an earlier one, be it of another version", async () => {
    await writePlan(file, renderJson(plan));
    expect(await readPlan(file)).toEqual(plan);
    await writeFile(file, '{ "version": 0, "command": "plan", "stacks": [] }');
    await writePlan(file, renderJson({ ...plan, refreshed: true }));
    expect(await readPlan(file)).toMatchObject({ refreshed: true });
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
    await expect(refuseToOverwrite(file)).rejects.toThrow(refusal);
    await expect(writePlan(file, renderJson(plan))).rejects.toThrow(refusal);
    expect(await readFile(file, "utf8")).toBe(text);
    const wrong = readPlan(file);
    await expect(wrong).rejects.toThrow(`${file} holds no plan`);
    await expect(wrong).rejects.not.toThrow(`--out ${file}`);
  });

  it("may go to a device, which stays one", async () => {
    await writePlan("/dev/null", renderJson(plan));
    await expect(writePlan(folder, "")).rejects.toThrow(`${folder} cannot be written: it is a folder.`);
  });
});
