import { expect } from "vitest";
import type { FaultRuleInput } from "../emulator/faultRules";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";

const DONE_BUT_UNKNOWN: [string, FaultRuleInput][] = [
  [
    "a page of HTML is the answer",
    { match: { method: "POST" }, effect: { kind: "html", status: 200, when: "after" } },
  ],
  [
    "no attempt brings an answer",
    { match: { method: "POST", times: 4 }, effect: { kind: "drop", when: "after" } },
  ],
];

test.for(DONE_BUT_UNKNOWN)("a create that was done though %s is not done again by the next update", async ([
  ,
  fault,
], { service, stack }) => {
  await service.control.addFault(fault);
  await stack.declare({ payments: PAYMENTS });
  const { all } = await stack.upFails();
  expect(all).toContain("Run the same command again: before it creates one, it looks for what was made");
  const { id } = await service.onlyConnection();
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ id });
  expect((await stack.recorded()).payments?.id).toBe(id);
});
