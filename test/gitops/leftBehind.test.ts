import { once } from "node:events";
import { expect, vi } from "vitest";
import { declareStacks, fileOf } from "../support/declared";
import { test } from "../support/gitops";
import { killEngine } from "../support/providers";

/** Longer than a command takes to find its stack locked. */
const UNDER_WAY_MS = 20_000;

test("the last request of a run whose engine was killed is waited for, and comes before what the next one writes", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  await project.expect(0, "apply", "--yes");
  const declare = (days: number) =>
    project.write(
      "connections/one.yaml",
      fileOf(one, "one", 1).replace("lookbackDays: 30", `lookbackDays: ${days}`),
    );
  await declare(50);
  await service.control.addFault({
    match: { method: "PUT" },
    effect: { kind: "delay", ms: UNDER_WAY_MS, when: "before" },
  });
  const first = project.start("apply", "--yes");
  const ended = once(first, "close");
  const isUnderWay = async () => (await service.control.faults()).every(({ usedUp }) => usedUp);
  await vi.waitUntil(isUnderWay, { timeout: 120_000 });
  await killEngine(first.pid ?? expect.fail("it was not started"));

  await declare(70);
  const refused = await project.expect(1, "apply", "--yes");
  expect(refused.all).toContain("That is at work on this machine. `--wait-for-lock 10m` waits for it.");
  const { stderr } = await project.expect(0, "apply", "--yes", "--wait-for-lock", "2m");
  expect(stderr).toContain("was locked by a process of this machine that is gone; the lock is lifted.");
  expect(await ended).toEqual([1, null]);
  expect((await service.connections(one)).map(({ lookbackDays }) => lookbackDays)).toEqual([70]);
  await project.expect(0, "plan", "--refresh");
});
