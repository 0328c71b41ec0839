import { once } from "node:events";
import { expect, vi } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";
import { providersOf, untilGone } from "../support/providers";

test("what nobody reads any more leaves no provider behind", async ({ service, newStack }) => {
  const stack = await newStack({ host: "plugin" });
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.control.addFault({ match: { method: "GET" }, effect: { kind: "delay", ms: 4_000 } });
  // With this, the engine's address is not the only thing that it tells its providers.
  const engine = stack.start("preview", "--refresh", "--logflow", "-v=1");
  const closed = once(engine, "close");
  const providers = await vi.waitUntil(() => providersOf(engine.pid ?? 0), { timeout: 60_000, interval: 50 });
  // As `pulumi preview | head -1` does it: the engine ends as soon as it prints something more.
  engine.stdout?.destroy();
  const [, signal] = await closed;
  expect(signal).toBe("SIGPIPE");
  await untilGone(providers);
});
