import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

test("a wrong key or address is refused before anything is sent, a scoped key where something is to be written", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI });
  const right = { ...stack.environment };
  const wrong = { COREGIT_API_KEY: "ghp_abcdefgh", COREGIT_BASE_URL: "http://coregit.example.com" };
  Object.assign(stack.environment, wrong);
  const { all: refused } = await stack.upFails();
  expect(refused).toContain("coregit:apiKey: is not a Coregit key");
  expect(refused).toContain("COREGIT_BASE_URL: must start with https://");
  expect(await service.takeCalls()).toEqual([]);

  Object.assign(stack.environment, right);
  await stack.up();
  const { id } = await service.onlyCoregitConnection();
  stack.environment.COREGIT_API_KEY = service.coregit.scopedToken;
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.succeed("refresh", "--yes", "--skip-preview");
  const before = (await stack.recorded()).ci;
  await service.takeCalls();

  await stack.declare({ ci: { ...CI, label: "renamed" }, other: { ...CI, label: "other" } });
  const up = await stack.upFails("--continue-on-error");
  const destroy = await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(destroy.exitCode).not.toBe(0);
  for (const { all } of [up, destroy]) {
    expect(all).toContain("coregit:apiKey is a scoped key (cgt_…)");
    expect(all).toContain("Use a master key (cgk_live_…)");
    expect(all).toContain("Nothing was changed.");
  }
  expect(await service.takeCalls()).toEqual([]);
  expect(await stack.recorded()).toEqual({ ci: before });
  expect(await service.onlyCoregitConnection()).toMatchObject({ id, label: CI.label });

  stack.environment.COREGIT_API_KEY = service.coregit.apiKey;
  await stack.up();
  expect((await service.coregitConnections()).map(({ label }) => label)).toEqual(["renamed", "other"]);
});

test("another organisation's key neither forgets nor deletes what it does not see, and says why", async ({
  service,
  stack,
}) => {
  const { coregit } = service.control;
  await stack.declare({ ci: CI });
  await stack.up();
  const held = await service.onlyCoregitConnection();
  const before = await stack.recorded();
  const organisation = await coregit.seedOrganisation();
  const { value } = await coregit.seedKey({ organisationId: organisation.id });
  stack.environment.COREGIT_API_KEY = value;
  await service.takeCalls();
  for (const command of ["refresh --yes --skip-preview", "destroy --yes --skip-preview"]) {
    const { exitCode, all } = await stack.pulumi(...command.split(" "));
    expect(exitCode, command).not.toBe(0);
    expect(all, command).toContain(
      `Coregit has no connection ${held.id} for this API key, and none of the keys that saw it before is this one`,
    );
    expect(all, command).toContain("The state is unchanged. Check coregit:apiKey");
    expect(await service.takeCalls(), command).toEqual([CALL.list, CALL.test]);
  }
  await stack.declare({ ci: { ...CI, label: "renamed" } });
  expect((await stack.upFails()).all).toMatch(
    /404: Connection not found\. .*the API key is another organisation's/,
  );
  expect(await stack.recorded()).toEqual(before);
  expect(await service.onlyCoregitConnection()).toEqual(held);
  expect(await coregit.connections(organisation.id)).toEqual([]);

  // What that key makes itself is no proof of anything either.
  await stack.declare({ ci: CI, other: { ...CI, label: "other" } });
  await stack.up();
  const refresh = await stack.pulumi("refresh", "--yes", "--skip-preview");
  expect(refresh.exitCode).not.toBe(0);
  expect(refresh.all).toContain(`Coregit has no connection ${held.id} for this API key`);
  expect((await stack.recorded()).ci).toEqual(before.ci);
  await stack.declare({ ci: CI });
  await stack.up();

  // A new key of the same organisation carries on as if nothing had happened.
  const { organisationId } = service.coregit;
  stack.environment.COREGIT_API_KEY = (await coregit.seedKey({ organisationId })).value;
  await stack.destroy();
  expect(await service.coregitConnections()).toEqual([]);
});
