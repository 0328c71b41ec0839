import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";

/** As in another language, which has no default of ours: the engine makes the new one first, and does not say so. */
const FIRST = { options: { deleteBeforeReplace: false } };

test("a forced replacement that is made first deletes no connection that it has found", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin" });
  await stack.declare({ payments: { ...PAYMENTS, ...FIRST }, ci: { ...CI, ...FIRST } });
  await stack.up();
  const before = await stack.recorded();
  await service.takeCalls();
  const forced = Object.values(before).flatMap(({ urn }) => ["--replace", urn]);
  for (const _ of ["once", "and again"]) {
    const { all } = await stack.up(...forced);
    for (const { id } of Object.values(before)) expect(all).toContain(`Connection ${id} stays as it is`);
  }
  expect((await service.takeCalls()).filter((call) => call.startsWith("DELETE"))).toEqual([]);
  const after = await stack.recorded();
  expect(after.payments?.id).toBe(before.payments?.id);
  expect(after.ci?.id).toBe(before.ci?.id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.destroy();
  expect((await service.takeCalls()).filter((call) => call.startsWith("DELETE"))).toHaveLength(2);
});
