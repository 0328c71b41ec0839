import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { test } from "../support/gitops";

const FILE = `
sigsentry:
  payments:
    platform: github
    repositories: [acme/payments]
    credentials: { token: { env: GITHUB_TOKEN } }
coregit:
  sync:
    provider: github
    label: acme robot
    accessToken: { env: GITHUB_TOKEN }
`;

/** Waits in the program, with the stack locked, until a file is there. */
const WAITING_PROGRAM = `
const { existsSync, writeFileSync } = require("node:fs");
if (process.env.GATE) {
  writeFileSync(process.env.GATE + ".reached", "");
  while (!existsSync(process.env.GATE)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
}
require("pulumi-repo-connections/gitops");
`;

/** A container each, as far as processes go: numbers of its own; the same host, user and folders. */
const CONTAINER = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
/** Where that is not permitted, each sees the other's processes: then the first is seen to be at work. */
const isPermitted = spawnSync("unshare", [...CONTAINER.slice(1), "true"]).status === 0;
const container = isPermitted ? CONTAINER : [];

test("of two applications of one stack at once, the second changes nothing, or waits for the first", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  await project.write("index.js", WAITING_PROGRAM);
  await project.write("connections.yaml", `project: ${service.projectId}\n${FILE}`);
  const gate = join(project.root, "gate");
  project.environment.GATE = gate;
  const first = project.watch(container, "apply", "--yes");
  await vi.waitUntil(() => existsSync(`${gate}.reached`), { timeout: 120_000 });
  project.environment.GATE = undefined;

  const second = project.watch(container, "apply", "--yes");
  expect(await second.ended).toBe(1);
  expect(second.stderr).not.toContain("lifted");
  const judgement = isPermitted
    ? "Whether that is still at work cannot be told from here."
    : "That is at work on this machine.";
  expect(second.stdout).toMatch(/The stack is locked by \S+@\S+ \(pid \d+\) since \S+\. /);
  expect(second.stdout).toContain(`${judgement} \`--wait-for-lock 10m\` waits for it.`);
  if (isPermitted) expect(second.stdout).toContain("`pulumi cancel --stack connections` lifts the lock.");

  const interrupted = project.watch([], "apply", "--yes", "--wait-for-lock", "1h");
  await interrupted.says(": waiting for it, for up to 1 h.");
  interrupted.child.kill("SIGINT");
  expect(await interrupted.ended).toBe(130);
  expect(interrupted.stdout).toContain("The waiting for it was interrupted.");

  const third = project.watch(container, "apply", "--yes", "--wait-for-lock", "10m");
  await third.says("Stack connections is locked by ");
  await writeFile(gate, "");
  expect([await first.ended, await third.ended]).toEqual([0, 0]);
  expect(first.stdout).toContain("Applied: 2 created.");
  expect(third.stderr.match(/waiting for it/g)).toHaveLength(1);

  expect(await service.connections(service.projectId)).toHaveLength(1);
  expect(await service.control.coregit.connections(service.coregit.organisationId)).toHaveLength(1);
  // Nothing is left of processes that have come to their ends.
  expect(await readdir(join(project.root, "home", "pulumi-repo-connections", "locks"))).toEqual([]);
});
