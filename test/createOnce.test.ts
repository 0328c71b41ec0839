import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter } from "node:path";
import { expect, inject, vi } from "vitest";
import type { FaultRuleInput } from "../emulator/faultRules";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { killTree } from "./support/killTree";

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
  await stack.upFails();
  const { id } = await service.onlyConnection();
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ id });
  expect((await stack.recorded()).payments?.id).toBe(id);
});

test("a create that was done before the engine and all its processes were killed is not done again by the next update", async ({
  service,
  stack,
}) => {
  await service.control.addFault({
    match: { method: "POST" },
    effect: { kind: "delay", ms: 60_000, when: "after" },
  });
  await stack.declare({ payments: PAYMENTS });
  const { engine } = inject("prepared");
  const child = spawn(engine.command, ["up", "--yes", "--skip-preview", "--non-interactive"], {
    cwd: stack.project,
    env: { ...stack.environment, PATH: [engine.binDir, process.env.PATH].join(delimiter) },
  });
  await vi.waitUntil(async () => (await service.connections()).length === 1, { timeout: 60_000 });
  const closed = once(child, "close");
  if (child.pid === undefined) throw new Error("the engine was not started");
  await killTree(child.pid);
  await closed;
  const { id } = await service.onlyConnection();

  await service.control.clearFaults();
  await stack.succeed("cancel", "--yes");
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ id });
  expect((await stack.recorded()).payments?.id).toBe(id);
});
