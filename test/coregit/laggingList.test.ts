import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

const LAG_MS = 60_000;

test("what was just made is neither lost nor made again, nor left behind, while the list does not show it", async ({
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

  // At once: a test tells what the list does not.
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

  // A new one is deleted again before it is listed, and one is deleted and still listed when it is made again.
  const other = { ...CI, label: "other" };
  await stack.declare({ ci: CI, other });
  await stack.up();
  await stack.destroy();
  expect(await service.coregitConnections()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
  await stack.declare({ ci: CI });
  await stack.up();
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
  expect((await stack.recorded()).ci?.outputs).toMatchObject({ label: "renamed", externalUsername: "robot" });

  // What somebody else changes after that is drift as ever, once it is listed.
  const { id } = await service.onlyCoregitConnection();
  await service.control.coregit.editConnection(id, { label: "by hand" });
  await service.control.advanceClock(LAG_MS);
  const preview = await stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
  expect(preview.exitCode).not.toBe(0);
  expect(preview.stdout).toMatch(/~ label *: "by hand" => "renamed"/);
});

test("what was just deleted in the dashboard is found to be gone while the list shows it", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: { ...CI, verify: true } });
  await stack.up();
  await service.control.coregit.changeSettings({ listLagMs: LAG_MS });
  const { id } = await service.onlyCoregitConnection();
  await service.control.coregit.deleteConnection(id);
  await stack.up("--refresh");
  const made = await service.onlyCoregitConnection();
  expect(made.id).not.toBe(id);
  expect((await stack.recorded()).ci?.id).toBe(made.id);
});
