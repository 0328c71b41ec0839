import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { expect, vi } from "vitest";
import { declareStacks } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import { killTree } from "../support/killTree";
import type { TestService } from "../support/service";

const FOR_EVER_MS = 600_000;
const LIST = "/v1/config/repos";

interface Work {
  readonly service: TestService;
  readonly project: GitopsProject;
}

/** Runs a command until every fault is used up, and has it ended there; the exit code and the signal it ended with. */
async function endedInFaults(
  { service: { control }, project }: Work,
  args: readonly string[],
  end: (command: ChildProcess) => unknown,
): Promise<unknown[]> {
  const command = project.start(...args);
  const closed = once(command, "close");
  await vi.waitUntil(async () => (await control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 120_000,
  });
  await end(command);
  const ending = await closed;
  await control.clearFaults();
  return ending;
}

async function kill({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) throw new Error("it was not started");
  await killTree(pid);
}

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
  await endedInFaults({ service, project }, ["apply", "--yes", "--parallel", "2"], kill);

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
  await endedInFaults({ service, project }, ["destroy", "--yes"], kill);
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
  const ending = await endedInFaults({ service, project }, applying, (command) => command.kill("SIGINT"));
  expect(ending).toEqual([130, null]);
  expect(await service.connections(ids.beta)).toEqual([]);
  // Nothing is locked, nothing is made twice.
  const { stderr } = await project.expect(0, "apply", "--yes");
  expect(stderr).not.toContain("locked");
  expect(await service.connections(ids.alpha)).toHaveLength(2);
  expect(await service.connections(ids.beta)).toHaveLength(2);
});
