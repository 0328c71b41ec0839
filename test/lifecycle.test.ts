import { expect } from "vitest";
import { sha256 } from "../emulator/fingerprint";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

test("a connection lives from creation to deletion with one request for each thing that changes", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.list, body: null },
    {
      call: CALL.create,
      body: {
        platform: "github",
        credentials: { token: "[redacted]" },
        repositories: ["acme/ledger", "acme/payments"],
        serviceMappings: [
          { serviceName: "ledger", repo: "acme/ledger", pathPrefix: "", defaultBranch: "main" },
          {
            serviceName: "payments-api",
            repo: "acme/payments",
            pathPrefix: "services/api",
            defaultBranch: "main",
          },
        ],
        lookbackDays: 30,
      },
    },
    { call: CALL.list, body: null },
  ]);
  const created = await service.onlyConnection();
  expect(created.credentialsSha256).toBe(sha256(stack.environment.GITHUB_TOKEN ?? ""));
  const { payments } = await stack.recorded();
  expect(payments?.id).toBe(created.id);
  expect(payments?.outputs).toMatchObject({ createdAt: created.createdAt, updatedAt: created.updatedAt });

  // Nothing changed: nothing is sent.
  await stack.succeed("preview", "--expect-no-changes");
  await stack.up("--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);

  // One field.
  await stack.declare({ payments: { ...PAYMENTS, lookbackDays: 7 } });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toMatch(/lookbackDays\s*: 30 => 7/);
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { lookbackDays: 7 } },
    { call: CALL.list, body: null },
  ]);

  // Rotation: the credentials alone, then the cache.
  stack.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { credentials: { token: "[redacted]" } } },
    { call: CALL.purge, body: null },
    { call: CALL.list, body: null },
  ]);
  const rotated = await service.onlyConnection();
  expect(rotated).toMatchObject({
    id: created.id,
    credentialsSha256: sha256(stack.environment.GITHUB_TOKEN ?? ""),
    cacheFlushes: 1,
  });

  // Paused, and its mappings cleared.
  await stack.declare({
    payments: { ...PAYMENTS, lookbackDays: 7, isActive: false, serviceMappings: [] },
  });
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { serviceMappings: [], isActive: false } },
    { call: CALL.list, body: null },
  ]);
  expect(await service.onlyConnection()).toMatchObject({ id: created.id, isActive: false });

  await stack.destroy();
  expect(await service.takeCalls()).toEqual([CALL.delete]);
  expect(await service.connections()).toEqual([]);
  expect((await stack.state()).resources).toEqual([]);
});

test("a connection declared paused is created and then paused", async ({ service, stack }) => {
  await stack.declare({ payments: { ...PAYMENTS, isActive: false } });
  await stack.up();
  const [before, create, ...others] = await service.takeRequests();
  expect(before?.call).toBe(CALL.list);
  expect(create?.call).toBe(CALL.create);
  expect(create?.body).not.toHaveProperty("isActive");
  expect(others).toEqual([
    { call: CALL.update, body: { isActive: false } },
    { call: CALL.list, body: null },
  ]);
  expect(await service.onlyConnection()).toMatchObject({ isActive: false });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a connection deleted by hand is recreated once by a refresh, and counts as done for a destroy", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const first = await service.onlyConnection();

  await service.control.sigsentry.deleteConnection(first.id);
  await service.takeCalls();
  await stack.succeed("up", "--yes", "--skip-preview", "--refresh");
  // The service repeats its answer to a key that it knows; the connection it names is found to be gone.
  expect(await service.takeCalls()).toEqual([
    ...[CALL.list, CALL.create, CALL.list, CALL.purge],
    ...[CALL.create, CALL.list],
  ]);
  const second = await service.onlyConnection();
  expect(second.id).not.toBe(first.id);
  expect((await stack.recorded()).payments?.id).toBe(second.id);

  await service.control.sigsentry.deleteConnection(second.id);
  await stack.destroy();
  expect(await service.takeCalls()).toEqual([CALL.delete, CALL.list]);
  expect((await stack.state()).resources).toEqual([]);
});

test("many connections share one list when they are refreshed", async ({ service, stack }) => {
  const names = Array.from({ length: 12 }, (_, index) => `team-${index}`);
  await stack.declare(
    Object.fromEntries(
      names.map((name) => [name, { ...PAYMENTS, repositories: [`acme/${name}`], serviceMappings: [] }]),
    ),
  );
  await stack.up();
  expect((await service.takeCalls()).filter((call) => call === CALL.create)).toHaveLength(names.length);
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(await service.takeCalls()).toEqual([CALL.list]);
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});
