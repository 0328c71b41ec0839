import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";

test("with `refresh: always` a plain preview shows drift", async ({ service, newStack }) => {
  const stack = await newStack({ settings: "options:\n  refresh: always" });
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await stack.succeed("preview", "--expect-no-changes");
  const { id } = await service.onlyConnection();
  await service.control.sigsentry.editConnection(id, { lookbackDays: 90 });
  const preview = await stack.pulumi("preview", "--diff", "--expect-no-changes");
  expect(preview.exitCode).not.toBe(0);
  expect(preview.stdout).toMatch(/~ lookbackDays *: 90 => 30/);
});
