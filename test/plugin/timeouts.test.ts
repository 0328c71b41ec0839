import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";

test("customTimeouts ends a creation that takes too long, and the next update finds what it made", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin" });
  const options = { customTimeouts: { create: "5s" } };
  await stack.declare({ payments: { ...PAYMENTS, options } });
  const effect = { kind: "delay", ms: 60_000, when: "after" } as const;
  await service.control.addFault({ match: { method: "POST" }, effect });
  const { all } = await stack.upFails();
  expect(all).toContain("The creation was stopped after 5 seconds, its timeout (customTimeouts.create)");
  await service.control.clearFaults();
  const { id } = await service.onlyConnection();
  await stack.up();
  expect((await stack.recorded()).payments?.id).toBe(id);
  expect(await service.connections()).toHaveLength(1);
});
