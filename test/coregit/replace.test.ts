import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

const CASCADE = "Coregit deletes with it every sync configuration that uses it";
const PROTECTED = { ...CI, deletionProtection: true };
const GITLAB = { ...CI, provider: "gitlab", accessToken: "$GITLAB_TOKEN" };

test("another provider replaces the connection, the old one deleted first, unless it is protected from that", async ({
  service,
  stack,
}) => {
  const { coregit } = service.control;
  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  await stack.declare({ ci: PROTECTED });
  await stack.up();
  const old = await service.onlyCoregitConnection();
  const configuration = await coregit.seedSyncConfiguration({ connectionId: old.id });
  const configurations = () => coregit.syncConfigurations(service.coregit.organisationId);
  await service.takeCalls();

  // Protected: refused where it is asked for, and nothing is sent. To drop the protection with the same update is too late.
  const refused = (what: string) =>
    `deletionProtection: is set, so connection ${old.id} is not ${what}, which would also delete the sync configurations`;
  await stack.declare({ ci: GITLAB });
  const early = await stack.pulumi("preview");
  expect(early.exitCode).not.toBe(0);
  expect(early.all).toContain(refused("replaced"));
  expect(early.all).toContain("set deletionProtection to false and run `pulumi up` first");
  const destroy = await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(destroy.exitCode).not.toBe(0);
  expect(destroy.all).toContain(refused("deleted"));
  await stack.declare({});
  expect((await stack.upFails()).all).toContain(refused("deleted"));
  expect(await configurations()).toEqual([configuration]);

  // Doing as told: that alone sends nothing.
  await stack.declare({ ci: CI });
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);

  await stack.declare({ ci: GITLAB });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toMatch(/provider *: "github" => "gitlab"/);
  expect(preview.stdout).toContain("1 to replace");
  expect(preview.all).toContain(`warning: another provider replaces this connection; ${CASCADE}`);
  expect(await service.takeCalls()).toEqual([]);
  expect(await configurations()).toEqual([configuration]);

  const up = await stack.up();
  // A plugin says how grave it is to the engine, which says so first.
  expect(
    [`${old.id}: warning: `, `warning: ${old.id}: `].map((start) =>
      up.all.includes(`${start}when it is deleted, ${CASCADE}`),
    ),
  ).toContain(true);
  expect(await service.takeCalls()).toEqual([
    ...[CALL.list, CALL.delete, CALL.test],
    ...[CALL.create, CALL.list],
  ]);
  const created = await service.onlyCoregitConnection();
  expect(created).toMatchObject({ provider: "gitlab", label: CI.label });
  expect(created.id).not.toBe(old.id);
  expect((await stack.recorded()).ci?.id).toBe(created.id);
  expect(await configurations()).toEqual([]);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a replacement whose creation fails is finished by the next update", async ({ service, stack }) => {
  stack.environment.GITLAB_TOKEN = "glpat-the-token-of-this-test";
  await stack.declare({ ci: CI });
  await stack.up();
  await stack.declare({ ci: GITLAB });
  await service.control.coregit.changeSettings({ hosts: { gitlab: "rate-limited" } });
  const { all } = await stack.upFails();
  expect(all).toContain("GitLab token validation failed: 429 Retry later");
  expect(await service.coregitConnections()).toEqual([]);

  await service.control.coregit.changeSettings({ hosts: { gitlab: "up" } });
  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create, CALL.list]);
  expect(await service.onlyCoregitConnection()).toMatchObject({ provider: "gitlab" });
});
