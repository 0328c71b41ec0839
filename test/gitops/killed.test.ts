import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";
import { endedInFaults, FOR_EVER_MS, killOnceFaulty } from "../support/killedRun";

const LIST = "/v1/config/repos";

test("an application that is killed half-way ends right when it is run again", async ({
  service,
  project,
}) => {
  const ids = await declareStacks(project, service, { alpha: 4, beta: 3, gamma: 3 });
  // One creation is never carried out, one is and its answer is lost; the others are done, or not begun.
  for (const when of ["before", "after"] as const) {
    const match = { method: "POST" as const, path: LIST, nth: when === "before" ? 2 : 5 };
    await service.control.addFault({ match, effect: { kind: "delay", ms: FOR_EVER_MS, when } });
  }
  await killOnceFaulty(project, service, "apply", "--yes", "--parallel", "2");

  const { stderr } = await project.expect(0, "apply", "--yes");
  expect(stderr).toContain("was locked by a process of this machine that is gone; the lock is lifted.");
  for (const [prefix, count] of [
    ["alpha", 4],
    ["beta", 3],
    ["gamma", 3],
  ] as const) {
    const repositories = (await service.connections(ids[prefix])).flatMap(
      (connection) => connection.repositories,
    );
    expect(repositories.sort()).toEqual(
      Array.from({ length: count }, (_, index) => `acme/${prefix}-${index + 1}`),
    );
  }
  expect(await project.report(0, "plan", "--refresh")).toMatchObject({ summary: { changes: { none: 10 } } });
});

test("what a killed destroy has deleted is made again by apply", async ({ service, project }) => {
  const { alpha } = await declareStacks(project, service, { alpha: 2 });
  await project.expect(0, "apply", "--yes");
  await service.control.addFault({
    match: { method: "DELETE", path: `${LIST}/*`, nth: 2 },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
  });
  await killOnceFaulty(project, service, "destroy", "--yes");
  expect(await service.connections(alpha)).toEqual([]);
  expect((await project.report(2, "plan")).summary.changes).toEqual({ create: 2 });
  await project.expect(0, "apply", "--yes");
  expect(await service.connections(alpha)).toHaveLength(2);
});

test("an interrupted application comes to its end in good order", async ({ service, project }) => {
  const ids = await declareStacks(project, service, { alpha: 2, beta: 2 });
  await service.control.addFault({
    match: { method: "POST", path: LIST },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "before" },
  });
  const applying = ["apply", "--yes", "--parallel", "1"];
  const ending = await endedInFaults(project, service, applying, (command) => command.kill("SIGINT"));
  expect(ending).toEqual([130, null]);
  expect(await service.connections(ids.beta)).toEqual([]);
  // Nothing is locked, nothing is made twice.
  const { stderr } = await project.expect(0, "apply", "--yes");
  expect(stderr).not.toContain("locked");
  expect(await service.connections(ids.alpha)).toHaveLength(2);
  expect(await service.connections(ids.beta)).toHaveLength(2);
});
