import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { z } from "zod";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";
import { FOR_EVER_MS } from "../support/killedRun";

const exported = z.object({ deployment: z.object({ pending_operations: z.array(z.unknown()).default([]) }) });

const SENT: [name: string, signal: NodeJS.Signals, times: number][] = [
  // A command that passes on what it gets, as `timeout` and `npx` do, sends it a second time.
  ["a signal to a whole process group", "SIGINT", 2],
  ["a closed terminal", "SIGHUP", 1],
];

for (const [name, signal, times] of SENT) {
  test(`${name} ends what is under way in good order`, async ({ service, project }) => {
    const { alpha } = await declareStacks(project, service, { alpha: 2 });
    await service.control.addFault({
      match: { method: "POST" },
      effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
    });
    // A group of its own, as a shell makes it for each command, and a runner for each step.
    const run = project.watch(["setsid"], "apply", "--yes", "--parallel", "1");
    await vi.waitUntil(async () => (await service.control.faults()).every(({ usedUp }) => usedUp), {
      timeout: 120_000,
    });
    for (let time = 0; time < times; time++) process.kill(-Number(run.child.pid), signal);
    expect([await run.ended, run.stdout + run.stderr]).toEqual([
      130,
      expect.stringContaining("Interrupted: nothing else is begun, and what is under way comes to its end."),
    ]);
    const state = exported.parse(JSON.parse(await project.pulumi("stack", "export", "--stack", "alpha")));
    expect(state.deployment.pending_operations).toEqual([]);
    await service.control.clearFaults();

    const { all } = await project.expect(0, "apply", "--yes");
    expect(all).not.toContain("locked");
    expect(await service.connections(alpha)).toHaveLength(2);
  });
}

test("whoever interrupts again does not wait for what is under way", async ({ service, project }) => {
  await declareStacks(project, service, { alpha: 1 });
  const file = join(project.root, "interruptions");
  const count = () => (existsSync(file) ? readFileSync(file, "utf8").length : 0);
  // It takes its time to end, however it is asked to.
  await project.standInForPulumi(
    `case "$1" in up) trap 'printf x >> ${file}' INT; : > ${file}; until test -s ${file}; do sleep 0.1; done
    until test $(wc -c < ${file}) -gt 1; do sleep 0.1; done; exit 255;; esac\nexec "$PULUMI" "$@"`,
  );
  const run = project.watch([], "apply", "--yes");
  await vi.waitUntil(() => existsSync(file), { timeout: 120_000 });
  run.child.kill("SIGINT");
  await run.says("Interrupt again to drop it.");
  await vi.waitUntil(() => count() === 1, { timeout: 60_000 });
  const isDropped = () => {
    run.child.kill("SIGINT");
    return count() > 1;
  };
  await vi.waitUntil(isDropped, { timeout: 60_000, interval: 200 });
  expect([await run.ended, count()]).toEqual([130, 2]);
});

test("whoever interrupts again drops a request that is under way, too; the next run goes on with it", async ({
  service,
  project,
}) => {
  const { alpha } = await declareStacks(project, service, { alpha: 1 });
  await service.control.addFault({
    match: { method: "POST" },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
  });
  const run = project.watch([], "apply", "--yes");
  await vi.waitUntil(async () => (await service.control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 120_000,
  });
  run.child.kill("SIGINT");
  await run.says("Interrupt again to drop it.");
  const hasEnded = () => {
    run.child.kill("SIGINT");
    return run.child.exitCode !== null;
  };
  await vi.waitUntil(hasEnded, { timeout: 20_000, interval: 500 });
  expect(await run.ended).toBe(130);
  await service.control.clearFaults();
  await project.expect(0, "apply", "--yes", "--wait-for-lock", "1m");
  expect(await service.connections(alpha)).toHaveLength(1);
});
