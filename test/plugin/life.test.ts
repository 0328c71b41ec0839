import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";

const [api, ledger] = PAYMENTS.serviceMappings;

test("a change is shown where it is, and no secret with it", async ({ newStack }) => {
  const stack = await newStack({ host: "plugin" });
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await stack.declare({
    payments: { ...PAYMENTS, serviceMappings: [{ ...api, pathPrefix: "services/pay" }, ledger] },
  });
  const { stdout } = await stack.succeed("preview", "--diff");
  const changes = stdout.split("\n").filter((line) => /^ +[~+-] (?!.*\((update|same)\))/.test(line));
  expect(changes.map((line) => line.trim())).toEqual([
    "~ serviceMappings: [",
    "~ [1]: {",
    '~ pathPrefix: "services/api" => "services/pay"',
    "~ 1 to update",
  ]);
});
