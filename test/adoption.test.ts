import { describe, expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL, type TestService } from "./support/service";

const { credentials: _, ...KEEPING_CREDENTIALS } = PAYMENTS;

/** A connection as somebody authorised it in the dashboard, like {@link PAYMENTS} but for its lookback. */
function authorised(service: TestService) {
  return service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "github",
    repositories: [...PAYMENTS.repositories],
    serviceMappings: PAYMENTS.serviceMappings.map((mapping) => ({
      pathPrefix: "",
      defaultBranch: "main",
      ...mapping,
    })),
    lookbackDays: 90,
  });
}

test("an OAuth connection is taken over, keeps its grant, and needs its line no longer then", async ({
  service,
  stack,
}) => {
  const { id } = await authorised(service);
  await stack.declare({ payments: { ...KEEPING_CREDENTIALS, adopt: id } });
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.list, body: null },
    { call: CALL.update, body: { lookbackDays: 30 } },
    { call: CALL.list, body: null },
  ]);
  expect(await service.onlyConnection()).toMatchObject({ id, auth: "oauth", lookbackDays: 30 });
  expect((await stack.recorded()).payments?.id).toBe(id);
  await stack.succeed("preview", "--expect-no-changes");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  await stack.succeed("preview", "--expect-no-changes");

  await stack.declare({ payments: KEEPING_CREDENTIALS });
  await stack.succeed("preview", "--expect-no-changes");
  await service.takeCalls();
  await stack.up("--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);

  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.update, CALL.purge, CALL.list]);
  expect(await service.onlyConnection()).toMatchObject({ id, auth: "token" });
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});

describe("what cannot be taken over is refused, with advice, and nothing is changed", () => {
  test("a wrong id, and another platform's connection", async ({ service, stack }) => {
    const { id } = await authorised(service);
    await stack.declare({ payments: { ...PAYMENTS, adopt: "rc_wrong" } });
    const { all } = await stack.upFails();
    expect(all).toContain(`adopt: this project has no connection rc_wrong. Its connections to github: ${id}`);

    const gitlab = { platform: "gitlab", repositories: ["acme/payments"], adopt: id };
    await stack.declare({ payments: gitlab });
    expect((await stack.upFails()).all).toContain(
      `adopt: connection ${id} is one to github, and gitlab is declared`,
    );
    expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list]));
    expect(await stack.recorded()).toEqual({});
  });

  test("a connection that this stack manages already", async ({ service, stack }) => {
    await stack.declare({ payments: PAYMENTS });
    await stack.up();
    const { id } = await service.onlyConnection();
    await service.takeCalls();

    await stack.declare({ payments: PAYMENTS, again: { ...PAYMENTS, adopt: id } });
    const preview = await stack.pulumi("preview");
    expect(preview.exitCode).not.toBe(0);
    expect(preview.all).toMatch(/another resource of this program/);

    await stack.declare({ renamed: { ...PAYMENTS, adopt: id } });
    expect((await stack.upFails()).all).toContain("use Pulumi's aliases");
    expect(await service.onlyConnection()).toMatchObject({ id });
    expect((await service.takeCalls()).filter((call) => call === CALL.delete)).toEqual([]);
  });

  test("another connection than the one that the resource stands for", async ({ service, stack }) => {
    const { id } = await authorised(service);
    await stack.declare({ payments: { ...PAYMENTS, allowDuplicate: true } });
    await stack.up();
    await stack.declare({ payments: { ...PAYMENTS, adopt: id } });
    const { all } = await stack.pulumi("preview");
    expect(all).toContain(`adopt: names ${id}, but this resource already manages`);
  });
});
