import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

test("another platform replaces the connection, the old one deleted first", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const old = await service.onlyConnection();
  await service.takeCalls();

  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  await stack.declare({
    payments: {
      ...PAYMENTS,
      platform: "gitlab",
      credentials: { token: "$GITLAB_TOKEN", baseUrl: "https://gitlab.example.com" },
    },
  });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toMatch(/platform *: "github" => "gitlab"/);
  expect(preview.stdout).toContain("1 to replace");
  expect(await service.takeCalls()).toEqual([]);

  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.delete, CALL.list, CALL.create, CALL.list]);
  const created = await service.onlyConnection();
  expect(created).toMatchObject({ platform: "gitlab", credentialsBaseUrl: "https://gitlab.example.com" });
  expect(created.id).not.toBe(old.id);
  expect((await stack.recorded()).payments?.id).toBe(created.id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("another project replaces the connection, the old one deleted first", async ({ service, stack }) => {
  const [first] = await service.control.sigsentry.projects();
  const second = await service.control.sigsentry.seedProject({ tenantId: first?.tenantId ?? "" });
  stack.environment.SIGSENTRY_API_KEY = service.orgKey;
  await stack.declare({ payments: { ...PAYMENTS, projectId: service.projectId } });
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ projectId: service.projectId });
  await service.takeCalls();

  await stack.declare({ payments: { ...PAYMENTS, projectId: second.id } });
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.delete, CALL.list, CALL.create, CALL.list]);
  expect(await service.connections()).toEqual([]);
  const moved = await service.onlyConnection(second.id);
  expect((await stack.recorded()).payments?.id).toBe(moved.id);

  await stack.destroy();
  expect(await service.connections(second.id)).toEqual([]);
});

test("a replacement whose creation fails is finished by the next update", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.control.addFault({
    match: { method: "POST" },
    effect: { kind: "status", status: 403, code: "QUOTA_EXCEEDED", message: "Too many repositories." },
  });
  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  await stack.declare({
    payments: { ...PAYMENTS, platform: "gitlab", credentials: { token: "$GITLAB_TOKEN" } },
  });
  expect((await stack.upFails()).all).toContain("QUOTA_EXCEEDED");
  expect(await service.connections()).toEqual([]);

  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create, CALL.list]);
  expect(await service.onlyConnection()).toMatchObject({ platform: "gitlab" });
});

test("naming the project that the key implied replaces nothing", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const { id } = await service.onlyConnection();
  await service.takeCalls();
  await stack.declare({ payments: { ...PAYMENTS, projectId: service.projectId } });
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  expect(await service.onlyConnection()).toMatchObject({ id });
});
