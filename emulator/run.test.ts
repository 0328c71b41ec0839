import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";

const startedSchema = z.strictObject({
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  apiKey: z.string().startsWith("ss_secret_"),
  orgKey: z.string().startsWith("ss_org_"),
  projectId: z.string(),
  coregit: z.strictObject({
    apiKey: z.string().startsWith("cgk_live_"),
    scopedToken: z.string().startsWith("cgt_"),
    organisationId: z.string(),
  }),
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function run(...options: string[]) {
  const env = { ...process.env, FORCE_COLOR: "1" };
  const child = spawn(process.execPath, ["--import", "tsx", "gitops/cli/main.ts", "emulator", ...options], {
    env,
  });
  children.push(child);
  return child;
}

/** Ends a child and returns its exit code. */
async function interrupt(child: ChildProcess): Promise<unknown> {
  const exit = once(child, "exit");
  child.kill("SIGINT");
  return (await exit)[0];
}

test("--json prints one object, then serves until it is interrupted", { timeout: 30_000 }, async () => {
  const child = run("--json");
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [line] = await once(createInterface(child.stdout), "line");
  const { url, apiKey, coregit } = startedSchema.parse(JSON.parse(String(line)));
  const response = await fetch(`${url}/v1/config/repos?key=${apiKey}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  expect(await response.json()).toEqual({ success: true, data: [] });
  const headers = { "x-api-key": coregit.scopedToken };
  const connections = await fetch(`${url}/v1/connections?key=${coregit.apiKey}`, { headers });
  expect(await connections.json()).toEqual({ connections: [] });
  expect(await interrupt(child)).toBe(0);
  expect((await stdout).trim().split("\n")).toEqual([line]);
  const requests = (await stderr).trimEnd().split("\n");
  expect(requests).toEqual(
    ["config/repos", "connections"].map((path) =>
      expect.stringMatching(
        `^\\d\\d:\\d\\d:\\d\\d {2}GET {5}/v1/${path}\\?key=\\[redacted\\] {2}200 {2}\\d+ ms$`,
      ),
    ),
  );
});

test("by itself it says how to use it, without colour when not on a terminal", {
  timeout: 30_000,
}, async () => {
  const child = run("--port", "0");
  const stdout = text(child.stdout);
  const lines = createInterface(child.stdout);
  await new Promise<void>((resolve) => lines.on("line", (line) => line.includes("Ctrl-C") && resolve()));
  expect(await interrupt(child)).toBe(0);
  const printed = await stdout;
  const found =
    /^export SIGSENTRY_API_KEY=(ss_secret_\S+)\nexport SIGSENTRY_PROJECT_ID=(\S+)\nexport SIGSENTRY_BASE_URL=(\S+)$/m;
  const [, key, projectId, url] = found.exec(printed) ?? [];
  expect(printed).toContain(`\ncurl -H "Authorization: Bearer ${key}" ${url}/v1/config/repos\n`);
  expect(printed).toContain(`project      ${projectId}`);
  const [, master] = /^export COREGIT_API_KEY=(cgk_live_\S+)$/m.exec(printed) ?? [];
  expect(printed).toContain(`\nexport COREGIT_BASE_URL=${url}\n`);
  expect(printed).toContain(`\ncurl -H "x-api-key: ${master}" ${url}/v1/connections\n`);
  expect(printed).toMatch(/^ {2}scoped token {2}cgt_\S+ /m);
  expect(printed).not.toContain("\u001b[");
});

test("--help prints the options; a bad option ends with exit code 1 and a word on it", {
  timeout: 30_000,
}, async () => {
  const help = run("--help");
  const helped = text(help.stdout);
  expect(await once(help, "exit")).toEqual([0, null]);
  expect(await helped).toContain("--port <number>");
  expect(await helped).toContain("a local stand-in of both services");
  const bad = run("--port", "many");
  const complaint = text(bad.stderr);
  expect(await once(bad, "exit")).toEqual([1, null]);
  expect(await complaint).toContain("It must be a number from 0 to 65535.");
});

test("a port that is taken is said so, with what to do", { timeout: 30_000 }, async () => {
  const first = run("--json");
  const [line] = await once(createInterface(first.stdout), "line");
  const { port } = new URL(startedSchema.parse(JSON.parse(String(line))).url);
  const second = run("--port", port);
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
  expect(code).toBe(1);
  expect(said).toContain(`Port ${port} is taken by another program: give another one, or leave --port out`);
});
