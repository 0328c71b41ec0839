import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, inject, test } from "vitest";
import { z } from "zod";
import { runWell } from "./support/command";
import { PACKAGE_ROOT } from "./support/install";

const DOCUMENT = readFileSync(join(PACKAGE_ROOT, "docs", "emulator.md"), "utf8");
const DOCUMENTED = "http://127.0.0.1:8585";

/** The text of the document's block with a heading: `sh`, `sh control`, `js`. */
const block = (heading: string) =>
  new RegExp(`^\`\`\`${heading}\\n([\\s\\S]*?)^\`\`\``, "m").exec(DOCUMENT)?.[1]?.trim() ?? "";

const started = z.object({ url: z.string(), apiKey: z.string(), projectId: z.string() });

const children: ChildProcess[] = [];
afterEach(() => {
  // With whatever npx has started.
  for (const { pid } of children.splice(0)) if (pid !== undefined) process.kill(-pid, "SIGTERM");
});

/** Types the document's command in a project that has the package, on a port of the system's choosing. */
async function start(): Promise<z.output<typeof started>> {
  const [npx = "", ...args] = block("sh").replace("--port 8585", "--port 0 --json").split(" ");
  const child = spawn(npx, ["--no-install", ...args], { cwd: inject("prepared").installed, detached: true });
  children.push(child);
  const [line] = await once(createInterface(child.stdout), "line");
  return started.parse(JSON.parse(String(line)));
}

test("the emulator comes with the package, with the project of the guide; every documented control works", async () => {
  const { url, apiKey, projectId } = await start();
  expect(projectId).toBe("prj_payments");
  expect(readFileSync(join(PACKAGE_ROOT, "docs", "gitops.md"), "utf8")).toContain(`project: ${projectId}`);
  const headers = { authorization: `Bearer ${apiKey}` };
  expect(await (await fetch(`${url}/v1/config/repos`, { headers })).json()).toEqual({
    success: true,
    data: [],
  });

  const commands = block("sh control").split("\n");
  expect(commands.length).toBeGreaterThan(20);
  const answers = new Map<string, unknown>();
  for (const command of commands) {
    const { stdout } = await runWell("bash", ["-c", command.replace(DOCUMENTED, url)], {
      cwd: PACKAGE_ROOT,
      env: process.env,
    });
    const answer: unknown = JSON.parse(stdout);
    expect(answer, command).not.toHaveProperty("error");
    answers.set(command.replace(/^.*_control| -d.*$/g, ""), answer);
  }
  expect(answers.get("/log?since=0")).toMatchObject([{ path: "/v1/config/repos", status: 200 }]);
  expect(answers.get("/clock/advance")).toMatchObject({ now: expect.stringMatching(/^2030-01-01T01:00/) });
  expect(answers.get("/sigsentry/connections?projectId=prj_payments")).toMatchObject([{ lookbackDays: 7 }]);
  expect(answers.get("/coregit/connections?organisationId=org_acme")).toMatchObject([
    { label: "acme robot" },
  ]);
});

test("what a control cannot do, it says in words", async () => {
  const { url } = await start();
  const post = async (path: string, body: string) => {
    const answer = await fetch(`${url}/_control${path}`, { method: "POST", body });
    return [answer.status, await answer.json()];
  };
  expect(await post("/clock/advance", "{")).toEqual([400, { error: "the body must be JSON" }]);
  expect(await post("/clock/advance", '{"ms":"x"}')).toEqual([400, { error: "ms: must be a number" }]);
  expect(await post("/sigsentry/projects", '{"plan":"Busines"}')).toEqual([
    400,
    { error: "plan: must be one of Starter, Pro, Business, Enterprise. Did you mean Business?" },
  ]);
  expect(await post("/sigsentry/keys", '{"projectId":"prj_none"}')).toEqual([
    400,
    { error: "there is no project prj_none" },
  ]);
  expect(await post("/nothing", "{}")).toEqual([404, { error: "no such control: POST /_control/nothing" }]);
});

test("a test of a user's own can start it", async () => {
  const { stdout } = await runWell(process.execPath, ["--input-type=module", "--eval", block("js")], {
    cwd: inject("prepared").installed,
    env: process.env,
  });
  expect(stdout).toBe("503 1\n");
});
