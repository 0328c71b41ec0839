import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { CALL, COREGIT_CALL } from "../support/service";

test("both kinds live in one program, and what is wrong with one does not hold the other up", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI, payments: PAYMENTS });
  await stack.up();
  const coregit = await service.onlyCoregitConnection();
  const sigsentry = await service.onlyConnection();
  expect(await stack.recorded()).toMatchObject({
    ci: { id: coregit.id, outputs: { label: CI.label } },
    payments: { id: sigsentry.id, outputs: { lookbackDays: 30 } },
  });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  // A key that one service does not accept is told of with that service's name.
  const right = { ...stack.environment };
  stack.environment.COREGIT_API_KEY = "cgk_live_a-key-nobody-has-made";
  await stack.declare({ ci: { ...CI, label: "first" }, payments: { ...PAYMENTS, lookbackDays: 7 } });
  await service.takeCalls();
  const refused = await stack.upFails("--continue-on-error");
  expect(refused.all).toContain(
    "Check coregit:apiKey (or COREGIT_API_KEY): Coregit does not accept that key.",
  );
  expect(refused.all).not.toContain("sigsentry:apiKey");
  expect((await service.takeCalls()).sort()).toEqual([CALL.list, COREGIT_CALL.update, CALL.update]);
  expect(await service.onlyConnection()).toMatchObject({ lookbackDays: 7 });

  // One that is not configured at all keeps what is recorded of it, and the other goes on.
  Object.assign(stack.environment, right, { SIGSENTRY_API_KEY: undefined, SIGSENTRY_BASE_URL: undefined });
  await stack.declare({ ci: { ...CI, label: "second" } });
  expect((await stack.upFails("--continue-on-error")).all).toContain("sigsentry:apiKey is not set");
  expect(await service.onlyCoregitConnection()).toMatchObject({ label: "second" });
  expect(await service.connections()).toHaveLength(1);
  Object.assign(stack.environment, right);
  await stack.up();
  expect(await service.connections()).toEqual([]);
  expect(Object.keys(await stack.recorded())).toEqual(["ci"]);
});
