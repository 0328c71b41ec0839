import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";

/** As far as the service's reads lag: the list, and how `test` and PATCH look a connection up. */
const LAG_MS = 60_000;

/** Waits until a request was made twice; then no read shows any more what was before. */
async function catchUpAfterTwo(service: TestService, method: string, path: RegExp): Promise<void> {
  const isReached = async () =>
    (await service.control.log()).filter((made) => made.method === method && path.test(made.path)).length > 1;
  await vi.waitUntil(isReached, { timeout: 60_000, interval: 100 });
  await service.control.advanceClock(LAG_MS + 1);
}

test("what was just made is neither lost nor made again, nor left behind, while nothing shows it", async ({
  service,
  stack,
}) => {
  await service.control.coregit.changeSettings({ listLagMs: LAG_MS });
  await stack.declare({ ci: CI });
  await stack.up();
  const made = await service.onlyCoregitConnection();
  const { ci } = await stack.recorded();
  expect(ci?.id).toBe(made.id);
  expect(ci?.outputs).toMatchObject({ externalUsername: made.externalUsername });
  expect(ci?.outputs).not.toHaveProperty("createdAt");

  // At once: neither the list nor a test knows it, which is no reason to give it up.
  await service.takeCalls();
  for (const command of ["preview --refresh", "refresh --yes --skip-preview"]) {
    await stack.succeed(...command.split(" "), "--expect-no-changes");
    expect(await service.takeCalls(), command).toEqual([CALL.list, CALL.test]);
  }
  expect((await stack.recorded()).ci).toMatchObject({ id: made.id, outputs: ci?.outputs });

  // Once it is listed, a refresh completes what is recorded.
  await service.control.advanceClock(LAG_MS);
  await stack.succeed("refresh", "--yes", "--skip-preview");
  const { createdAt, updatedAt } = made;
  expect((await stack.recorded()).ci?.outputs).toEqual({ ...ci?.outputs, createdAt, updatedAt });

  // A new one is deleted again before anything shows it, and one is deleted and still shown when it is made again.
  const other = { ...CI, label: "other" };
  await stack.declare({ ci: CI, other });
  await stack.up();
  await service.takeCalls();
  await stack.destroy();
  const destroyed = await service.takeCalls();
  expect(destroyed.filter((call) => call === CALL.test).length, "nothing is waited for").toBeLessThan(4);
  expect(await service.coregitConnections()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
  await stack.declare({ ci: CI });
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create, CALL.list]);
  const again = await service.onlyCoregitConnection();
  expect(again.id).not.toBe(made.id);
  expect((await stack.recorded()).ci?.id).toBe(again.id);
});

test("what was just changed is no drift, and is not sent again, while the list shows what was before", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI });
  await stack.up();
  await service.control.advanceClock(LAG_MS);
  await service.control.coregit.changeSettings({ listLagMs: LAG_MS });
  stack.environment.GITHUB_TOKEN = "ghp_of-the-robot";
  const account = { provider: "github", token: "ghp_of-the-robot", username: "robot" } as const;
  await service.control.coregit.seedHostAccount(account);
  await stack.declare({ ci: { ...CI, label: "renamed" } });
  await stack.up();
  await service.takeCalls();
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await stack.up("--refresh");
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list]));
  // Whose the token is, a test would still tell of the one before.
  expect((await stack.recorded()).ci?.outputs).toMatchObject({ label: "renamed" });
  expect((await stack.recorded()).ci?.outputs).not.toHaveProperty("externalUsername");

  // What somebody else changes after that is drift as ever, once it is listed.
  const { id } = await service.onlyCoregitConnection();
  await service.control.coregit.editConnection(id, { label: "by hand" });
  await service.control.advanceClock(LAG_MS);
  const preview = await stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
  expect(preview.exitCode).not.toBe(0);
  expect(preview.stdout).toMatch(/~ label *: "by hand" => "renamed"/);
});

test("what was just deleted in the dashboard is found to be gone while the list alone shows it", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: { ...CI, verify: true } });
  await stack.up();
  await service.control.advanceClock(2 * LAG_MS);
  await service.control.coregit.changeSettings({ listLagMs: LAG_MS, lookupLagMs: 0 });
  const { id } = await service.onlyCoregitConnection();
  await service.control.coregit.deleteConnection(id);
  await stack.up("--refresh");
  const made = await service.onlyCoregitConnection();
  expect(made.id).not.toBe(id);
  expect((await stack.recorded()).ci?.id).toBe(made.id);
});

test("what is verified, changed and destroyed within the lag is what was sent last, whatever is shown", async ({
  service,
  stack,
}) => {
  const { coregit } = service.control;
  const status = async () => (await stack.recorded()).ci?.outputs.status;
  const verified = { ...CI, verify: true };
  await coregit.changeSettings({ listLagMs: LAG_MS });
  await stack.declare({ ci: verified });
  expect((await stack.up()).all).toContain("not tested yet: Coregit's test does not know the connection");
  const { id, label } = await service.onlyCoregitConnection();
  expect(label).toBe(CI.label);
  expect(await status()).toBeUndefined();

  // An update of what the service does not know yet is sent again.
  await service.takeCalls();
  await stack.declare({ ci: { ...verified, label: "renamed" } });
  const running = stack.up();
  await catchUpAfterTwo(service, "PATCH", /./);
  expect((await running).all).toContain("Sending its update again, for up to 90 s");
  expect(await service.onlyCoregitConnection()).toMatchObject({ id, label: "renamed" });
  await service.control.advanceClock(LAG_MS + 1);
  await stack.succeed("refresh", "--yes", "--skip-preview");
  expect(await status()).toMatchObject({ valid: true });

  // A test that still tries the token before says nothing of the one that has replaced it.
  const revoked = { provider: "github", username: null, valid: false } as const;
  await coregit.seedHostAccount({ ...revoked, token: stack.environment.GITHUB_TOKEN ?? "" });
  stack.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  expect((await stack.up()).all).toContain("not tested yet: Coregit has accepted its new token");
  expect(await status()).toBeUndefined();
  await stack.succeed("refresh", "--yes", "--skip-preview");
  expect(await status()).toBeUndefined();
  await service.control.advanceClock(LAG_MS + 30_001);
  await stack.succeed("refresh", "--yes", "--skip-preview");
  expect(await status()).toMatchObject({ valid: true });

  // A test that still answers is no reason to think that what is deleted is there.
  await service.takeCalls();
  expect((await stack.destroy()).all).toContain("Its test still answers, as it may for up to 90 s");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.delete, CALL.test]);
  expect(await service.coregitConnections()).toEqual([]);
  expect(await stack.recorded()).toEqual({});

  // On another machine, which knows nothing of the deletion, what is shown is waited for to go.
  await rm(join(stack.environment.PULUMI_HOME ?? "", "pulumi-repo-connections"), { recursive: true });
  await service.takeCalls();
  await stack.declare({ ci: { ...CI, label: "renamed" } });
  const again = stack.up();
  await catchUpAfterTwo(service, "POST", /\/test$/);
  expect((await again).all).toContain("Making sure that it was not just deleted, for up to 90 s");
  expect((await stack.recorded()).ci?.id).toBe((await service.onlyCoregitConnection()).id);
});
