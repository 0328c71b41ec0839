import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { run } from "./run";
import { eventually, isRunning } from "./testing/compiler";
import { temporaryFolder } from "./testing/files";

const env = { PATH: "/usr/bin:/bin" };

it("returns what the command wrote to stdout", async () => {
  expect(await run("sh", ["-c", "echo out; echo err >&2"], { env })).toBe("out\n");
});

it("rejects with the exit code and the last lines of stderr", async () => {
  const script = "for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i >&2; done; exit 3";
  const tail = [3, 4, 5, 6, 7, 8, 9, 10].map((i) => `line ${i}`).join("\n");
  await expect(run("sh", ["-c", script], { env })).rejects.toThrow(new Error(`exit code 3\n${tail}`));
});

it("keeps the user name and password of an address out of the error", async () => {
  const script = "echo get https://user:s3cret@proxy.example/module >&2; exit 1";
  const expected = new Error("exit code 1\nget https://proxy.example/module");
  await expect(run("sh", ["-c", script], { env })).rejects.toThrow(expected);
});

it("rejects when there is no such command", async () => {
  await expect(run("/nowhere/command", [], { env })).rejects.toThrow("ENOENT");
});

it("gives up at the deadline", async () => {
  const waiting = run("sleep", ["60"], { env, deadlineMs: 50 });
  await expect(waiting).rejects.toThrow(new Error("gave up after 0.05 s"));
});

it("stops the command and what it started, and rejects only then", async () => {
  const pidFile = path.join(await temporaryFolder(), "pids");
  const controller = new AbortController();
  const script = `sleep 60 & echo $$ $! > '${pidFile}.new'; mv '${pidFile}.new' '${pidFile}'; wait`;
  const running = run("bash", ["-c", script], { env, signal: controller.signal });
  await eventually(() => existsSync(pidFile));
  controller.abort(new Error("stopped by the test"));
  await expect(running).rejects.toThrow("stopped by the test");
  const pids = readFileSync(pidFile, "utf8").trim().split(" ").map(Number);
  expect(pids).toHaveLength(2);
  await eventually(() => !pids.some(isRunning));
});
