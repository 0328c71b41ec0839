import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

test("a connection lives from creation to deletion with one request for each thing that changes", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI });
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.list, body: null },
    { call: CALL.create, body: { provider: "github", label: CI.label, access_token: "[redacted]" } },
    { call: CALL.list, body: null },
  ]);
  const [created] = await service.coregitConnections();
  expect(created?.tokenSha256).toBe(sha256(stack.environment.GITHUB_TOKEN ?? ""));
  const { ci } = await stack.recorded();
  expect(ci?.id).toBe(created?.id);
  expect(ci?.outputs).toMatchObject({
    externalUsername: created?.externalUsername,
    createdAt: created?.createdAt,
    updatedAt: created?.updatedAt,
  });

  // Nothing changed: nothing is sent.
  await stack.succeed("preview", "--expect-no-changes");
  await stack.up("--expect-no-changes");
  expect(await service.takeCalls()).toEqual([]);

  // One field.
  await stack.declare({ ci: { ...CI, label: "CI" } });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toMatch(/label\s*: "CI, read only" => "CI"/);
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { label: "CI" } },
    { call: CALL.list, body: null },
  ]);

  // Another account's token: it alone is sent, and whose it is now is said.
  await service.control.coregit.seedHostAccount({
    provider: "github",
    token: "ghp_of-the-robot",
    username: "robot",
  });
  stack.environment.GITHUB_TOKEN = "ghp_of-the-robot";
  const rotation = await stack.succeed("preview", "--diff");
  expect(rotation.stdout).toMatch(/accessTokenVersion\s*: 1 => 2/);
  expect(rotation.all).toContain("accessToken (rotated)");
  const up = await stack.up();
  expect(up.all).toContain(
    `its token belongs to robot now, and belonged to ${created?.externalUsername} before`,
  );
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { access_token: "[redacted]" } },
    { call: CALL.list, body: null },
  ]);
  expect((await stack.recorded()).ci?.outputs.externalUsername).toBe("robot");

  // Deleted, and made sure of; what depended on it is spoken of.
  const destroyed = await stack.destroy();
  expect(destroyed.all).toContain("Coregit deletes with it every sync configuration that uses it");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.delete, CALL.test]);
  expect(await service.coregitConnections()).toEqual([]);
});
