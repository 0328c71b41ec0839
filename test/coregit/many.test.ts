import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";

const COUNT = 40;

/** How often each request was sent since this was asked last. */
async function counts(service: TestService): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const call of await service.takeCalls()) counted[call] = (counted[call] ?? 0) + 1;
  return counted;
}

test("forty connections cost what they must, and few lists", async ({ service, stack }) => {
  const labels = Array.from({ length: COUNT }, (_, index) => `connection ${index}`);
  await stack.declare(Object.fromEntries(labels.map((label, index) => [`c${index}`, { ...CI, label }])));
  // With lists that take a while, as real ones do, so that it does not depend on this machine how many are shared.
  const slow = { kind: "delay", ms: 1_000 } as const;
  await service.control.addFault({ match: { method: "GET", times: "always" }, effect: slow });
  await stack.up("--parallel=16");
  await service.control.clearFaults();
  const { [CALL.list]: lists, ...others } = await counts(service);
  expect(others).toEqual({ [CALL.create]: COUNT });
  expect(lists).toBeLessThanOrEqual(COUNT / 2);
  const held = await service.coregitConnections();
  expect(held.map(({ label }) => label).sort()).toEqual([...labels].sort());
  const recorded = Object.values(await stack.recorded()).map(({ id }) => id);
  expect(new Set(recorded)).toEqual(new Set(held.map(({ id }) => id)));

  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes", "--parallel=16");
  expect(await counts(service)).toEqual({ [CALL.list]: 1 });

  await stack.succeed("destroy", "--yes", "--skip-preview", "--parallel=16");
  expect(await counts(service)).toEqual({ [CALL.list]: 1, [CALL.delete]: COUNT, [CALL.test]: COUNT });
  expect(await service.coregitConnections()).toEqual([]);
});
