import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { sha256 } from "../emulator/fingerprint";
import { CI, PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { killDuring } from "./support/killed";
import { CALL, COREGIT_CALL, type TestService } from "./support/service";
import type { Stack } from "./support/stack";

const OTHER_TOKEN = "ghp_the-second-token-of-this-test";
const ROTATED = { ...PAYMENTS, credentials: { token: OTHER_TOKEN } };
const CREATION = { method: "POST", path: "/v1/config/repos", when: "after" } as const;

/** An `up` that is killed when the service has made the connection and before the engine hears of it. */
async function killedAfterTheCreation(service: TestService, stack: Stack): Promise<string> {
  await stack.declare({ payments: PAYMENTS });
  await killDuring(service, stack, "up", [CREATION]);
  await stack.succeed("cancel", "--yes");
  await service.takeCalls();
  return (await service.onlyConnection()).id;
}

/** What this machine remembers of creations is gone, as on another machine. */
async function forget(stack: Stack): Promise<void> {
  const home = stack.environment.PULUMI_HOME ?? "";
  await rm(join(home, "pulumi-repo-connections"), { recursive: true });
}

test("a creation that was killed is taken up and given what is declared by then", async ({
  service,
  stack,
}) => {
  const id = await killedAfterTheCreation(service, stack);
  await stack.declare({ payments: { ...ROTATED, lookbackDays: 7, isActive: false } });
  const { all } = await stack.up();
  expect(all).toContain(`${id}: made for this resource by an earlier run`);
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.list, CALL.update, CALL.purge, CALL.list]);
  expect(await service.onlyConnection()).toMatchObject({
    ...{ id, credentialsSha256: sha256(OTHER_TOKEN), lookbackDays: 7, isActive: false },
  });
  expect((await stack.recorded()).payments?.id).toBe(id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("on another machine it is named and nothing is sent; adopt takes it over, and allowDuplicate makes another", async ({
  service,
  stack,
}) => {
  const id = await killedAfterTheCreation(service, stack);
  await forget(stack);
  for (const payments of [PAYMENTS, ROTATED]) {
    await stack.declare({ payments });
    const { all } = await stack.upFails();
    expect(all).toContain(
      `There is already a connection to github for acme/ledger, acme/payments: ${id} (made `,
    );
    expect(all).toContain(`declare adopt: "${id}"`);
    expect(all).toContain("allowDuplicate: true");
    expect(all).toContain("Nothing was created.");
    expect(await service.takeCalls()).toEqual([CALL.list]);
  }

  await stack.declare({ payments: { ...ROTATED, adopt: id } });
  await stack.up();
  expect(await service.onlyConnection()).toMatchObject({ id, credentialsSha256: sha256(OTHER_TOKEN) });
  await stack.declare({ payments: ROTATED, another: { ...PAYMENTS, allowDuplicate: true } });
  await stack.up();
  await stack.declare({ payments: ROTATED, another: PAYMENTS });
  await stack.up("--expect-no-changes");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  const recorded = await stack.recorded();
  expect((await service.connections()).map((each) => each.id)).toEqual([id, recorded.another?.id]);
});

test("another stack's connection is named, whatever the case of its repositories, and those of two resources", async ({
  service,
  stack,
  newStack,
}) => {
  await stack.declare({ payments: PAYMENTS, ci: CI });
  await stack.up();
  const { id } = await service.onlyConnection();
  const ci = await service.onlyCoregitConnection();
  const other = await newStack();
  const settings = await readFile(join(other.project, "Pulumi.yaml"), "utf8");
  await other.write("Pulumi.yaml", settings.replace("name: test", "name: renamed"));
  await other.succeed("stack", "init", "dev");
  const repositories = ["ACME/Ledger", "acme/payments"];
  const { serviceMappings: _, ...rest } = PAYMENTS;
  await other.declare({ payments: { ...rest, repositories }, ci: CI });
  other.environment.COREGIT_LIST_LAG_SECONDS = "1";
  const refused = (await other.upFails("--continue-on-error")).all;
  for (const each of [id, ci.id]) expect(refused).toContain(`declare adopt: "${each}"`);
  expect(await service.connections()).toHaveLength(1);
  expect(await service.coregitConnections()).toEqual([ci]);

  await other.declare({
    one: { ...rest, repositories: ["acme/web"] },
    two: { ...rest, repositories: ["acme/web"] },
  });
  const { all } = await other.upFails();
  expect(all).toContain("Another resource of this program manages it");
  expect(await service.connections()).toHaveLength(2);
});

test("another name in the program without an alias makes nothing and deletes nothing, on this machine and on another", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS, ci: CI });
  await stack.up();
  const before = [...(await service.connections()), ...(await service.coregitConnections())];
  await service.takeCalls();
  await stack.declare({ "payments-eu": PAYMENTS, "ci-eu": CI });
  stack.environment.COREGIT_LIST_LAG_SECONDS = "1";
  for (const isElsewhere of [false, true]) {
    if (isElsewhere) await forget(stack);
    const { all } = await stack.upFails("--continue-on-error");
    expect(all).toContain(`There is already a connection to github labelled "CI, read only": `);
    expect(all).toContain("is already a connection to github for acme/ledger, acme/payments: ");
    expect(all.match(/use Pulumi's aliases/g)?.length).toBeGreaterThanOrEqual(2);
    const calls = await service.takeCalls();
    expect(calls.filter((call) => call !== CALL.list && !call.endsWith("/test"))).toEqual([
      COREGIT_CALL.list,
    ]);
    expect([...(await service.connections()), ...(await service.coregitConnections())]).toEqual(before);
  }
  await stack.declare({
    "payments-eu": { ...PAYMENTS, options: { aliases: [{ name: "payments" }] } },
    "ci-eu": { ...CI, options: { aliases: [{ name: "ci" }] } },
  });
  await stack.up();
  expect([...(await service.connections()), ...(await service.coregitConnections())]).toEqual(before);
  expect(Object.keys(await stack.recorded()).sort()).toEqual(["ci-eu", "payments-eu"]);
});

test("a replacement is not stopped by what it replaces, in whichever order", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const urn = (await stack.state()).resources.find(({ type }) => type.includes("RepoConnection"))?.urn ?? "";
  const first = await service.onlyConnection();
  await stack.up("--replace", urn);
  const second = await service.onlyConnection();
  expect(second.id).not.toBe(first.id);
  const options = { deleteBeforeReplace: false, replaceOnChanges: ["lookbackDays"] };
  await stack.declare({ payments: { ...PAYMENTS, options, lookbackDays: 9 } });
  await stack.up();
  expect((await service.onlyConnection()).id).not.toBe(second.id);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});
