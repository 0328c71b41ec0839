import { expect } from "vitest";
import { declareStacks, fileOf } from "../support/declared";
import { test } from "../support/gitops";
import { endedInFaults } from "../support/killedRun";
import { killAllButProviders, untilGone } from "../support/providers";

/** Longer than a command takes to find its stack locked. */
const UNDER_WAY_MS = 20_000;

test("a killed run's last request is waited for, and comes before what the next one writes", async ({
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
  let providers: number[] = [];
  await endedInFaults(project, service, ["apply", "--yes"], async ({ pid = 0 }) => {
    providers = await killAllButProviders(pid);
  });
  expect(providers.length).toBeGreaterThan(0);

  await declare(70);
  const refused = await project.expect(1, "apply", "--yes");
  expect(refused.all).toContain("That is at work on this machine. `--wait-for-lock 10m` waits for it.");
  const { stderr } = await project.expect(0, "apply", "--yes", "--wait-for-lock", "2m");
  expect(stderr).toContain("was locked by a process of this machine that is gone; the lock is lifted.");
  await untilGone(providers);
  expect((await service.connections(one)).map(({ lookbackDays }) => lookbackDays)).toEqual([70]);
  await project.expect(0, "plan", "--refresh");
});
