import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { z } from "zod";
import { type Outcome, run } from "./support/command";
import { PACKAGE_ROOT } from "./support/install";

/** The walk-through as `npm start` runs it once everything is set up. */
const COMMAND = [
  join(PACKAGE_ROOT, "node_modules/tsx/dist/cli.mjs"),
  join(PACKAGE_ROOT, "tools/start/main.ts"),
] as const;

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "start-test-"));
  mkdirSync(join(temporary, "work"));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

const environment = (more: Record<string, string> = {}) => ({
  PATH: [inject("prepared").engine.binDir, process.env.PATH].join(":"),
  HOME: temporary,
  TMPDIR: join(temporary, "work"),
  ...more,
});

const start = (args: readonly string[], more: Record<string, string> = {}): Promise<Outcome> =>
  run(process.execPath, [...COMMAND, ...args], { cwd: temporary, env: environment(more) });

/** What the walk-through left where temporary files go; the script runner keeps a cache of its own there. */
const leftOver = () => readdirSync(join(temporary, "work")).filter((name) => !name.startsWith("tsx-"));

const answer = z.object({
  ok: z.boolean(),
  steps: z.array(
    z.object({
      title: z.string(),
      checks: z.array(z.object({ claim: z.string(), holds: z.boolean() })),
      requests: z.array(z.object({ method: z.string() })),
    }),
  ),
});

test("npm start -- --json shows the whole life, leaves nothing behind and prints no secret", async () => {
  const { exitCode, stdout, stderr } = await start(["--json"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const { ok, steps } = answer.parse(JSON.parse(stdout));
  expect(ok).toBe(true);
  expect(steps.map(({ title }) => title)).toEqual([
    "Created",
    "Unchanged",
    "Rotated",
    "Drift found",
    "Healed",
    "Recreated",
    "Destroyed",
  ]);
  expect(steps.flatMap(({ checks }) => checks).filter(({ holds }) => !holds)).toEqual([]);
  expect(steps[1]?.requests).toEqual([]);
  expect(stdout).not.toMatch(/madeUp|ss_(secret|org)_[0-9a-f]/);
  expect(leftOver()).toEqual([]);
});

test("npm start refuses to run where a real key is set, and says how to go on", async () => {
  const { exitCode, stdout, stderr } = await start([], { SIGSENTRY_API_KEY: "ss_secret_real" });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("npm start -- --emulator");
  expect(stderr).not.toContain("ss_secret_real");
});

test("npm start names a wrong option", async () => {
  const { exitCode, stderr } = await start(["--jsn"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/--jsn[\s\S]*Usage: npm start/);
});

test("Ctrl-C in the middle ends it with 130 and leaves nothing behind", async () => {
  const child = spawn(process.execPath, COMMAND, {
    cwd: temporary,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const isUnderWay = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("1/7 Created")) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await Promise.race([isUnderWay, ended]);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(printed).not.toContain("7/7");
  expect(leftOver()).toEqual([]);
});
