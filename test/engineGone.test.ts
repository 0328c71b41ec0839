import { once } from "node:events";
import { expect, vi } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { killAllButProviders, untilGone } from "./support/providers";

const SYNC = { provider: "github", label: "sync", accessTokenFrom: { env: "GITHUB_TOKEN" } };

test("an engine that is killed leaves nothing behind that writes, or lives on", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS, sync: SYNC });
  await stack.up();
  await stack.declare({ payments: { ...PAYMENTS, lookbackDays: 7 }, sync: { ...SYNC, label: "robot" } });
  for (const method of ["PUT", "PATCH"])
    await service.control.addFault({
      match: { method },
      effect: { kind: "status", status: 429, code: "RATE_LIMITED", headers: { "retry-after": "8" } },
    });
  await service.takeCalls();
  // With this, the engine's address is not the only thing that it tells its providers.
  const engine = stack.start("up", "--yes", "--skip-preview", "--logflow", "-v=1");
  const closed = once(engine, "close");
  await vi.waitUntil(async () => (await service.control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 60_000,
  });
  const providers = await killAllButProviders(engine.pid ?? 0);
  await closed;
  expect(providers.length).toBeGreaterThan(0);
  await untilGone(providers);
  const written = (await service.takeCalls()).filter((call) => /^(PUT|PATCH)/.test(call));
  expect(written).toHaveLength(2);
});
