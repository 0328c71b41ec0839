import { once } from "node:events";
import { expect, vi } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

/** Seconds; longer than the test would have to wait for a second attempt without being cancelled. */
const RETRY_AFTER = "100";

test("Ctrl-C ends a wait at once, nothing more is sent, and the state needs no repair", async ({
  service,
  stack,
}) => {
  await service.control.addFault({
    match: { method: "POST", times: "always" },
    effect: { kind: "status", status: 429, code: "RATE_LIMITED", headers: { "retry-after": RETRY_AFTER } },
  });
  await stack.declare({ payments: PAYMENTS });
  const engine = stack.start("up", "--yes", "--skip-preview");
  let printed = "";
  engine.stdout?.on("data", (text) => {
    printed += text;
  });
  const closed = once(engine, "close");
  await vi.waitUntil(async () => (await service.control.log()).some(({ status }) => status === 429), {
    timeout: 60_000,
  });
  engine.kill("SIGINT");
  const [exitCode] = await closed;
  expect(exitCode).not.toBe(0);
  expect(printed).toMatch(/Cancelled: .* is not waited for/);
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create]);
  expect((await stack.state()).pending_operations).toEqual([]);

  await service.control.clearFaults();
  await stack.up();
  expect((await stack.recorded()).payments?.id).toBe((await service.onlyConnection()).id);
});
