import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import type { TestService } from "./support/service";

/** A connection made in the dashboard, which a program might want to refer to. */
const madeByHand = ({ control, projectId }: TestService) =>
  control.sigsentry.seedConnection({ projectId, platform: "github", repositories: ["acme/payments"] });

/** Names one of Node's or of the provider's insides, which tell a user nothing. */
const INSIDES = /TypeError|toJavaScript|invalid_type|\bat .*[jt]s:\d+/;

test.for([
  "import",
  "id",
])("the resource option `%s` is refused with a message that a user understands, and nothing is sent", async (option, {
  service,
  stack,
}) => {
  const { id } = await madeByHand(service);
  await stack.declare({ payments: { ...PAYMENTS, options: { [option]: id } } });
  const { all } = await stack.upFails();
  expect(all).not.toMatch(INSIDES);
  expect(all).toMatch(new RegExp(`\\b${option}\\b.*not available`));
  expect(await service.takeCalls()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
});
