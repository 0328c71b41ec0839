import { expect } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

const SECOND = "ghp_the-second-token-of-this-test";

test("an update that is never answered is recorded as in doubt, and sent again by the next, after a refresh too", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI });
  await stack.up();
  await service.control.addFault({
    match: { method: "PATCH", times: "always" },
    effect: { kind: "drop", when: "after" },
  });
  stack.environment.GITHUB_TOKEN = SECOND;
  await stack.declare({ ci: { ...CI, label: "renamed" } });
  const { all } = await stack.upFails();
  expect(all).toContain("Whether the update was carried out is not known. Run the same command again");
  expect((await stack.recorded()).ci?.outputs).toMatchObject({
    label: CI.label,
    unconfirmed: ["label", "accessToken"],
  });
  await service.control.clearFaults();
  expect((await stack.succeed("preview")).all).toContain(
    "it was not known whether its last update was carried out; this update sends the same fields again: label, accessToken",
  );

  // What the list shows is in doubt no longer; the token is, since nothing shows it.
  await stack.succeed("refresh", "--yes", "--skip-preview");
  expect((await stack.recorded()).ci?.outputs).toMatchObject({
    label: "renamed",
    unconfirmed: ["accessToken"],
  });
  await service.takeCalls();
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { access_token: "[redacted]" } },
    { call: CALL.list, body: null },
  ]);
  expect(await service.onlyCoregitConnection()).toMatchObject({
    label: "renamed",
    tokenSha256: sha256(SECOND),
  });
  expect((await stack.recorded()).ci?.outputs).not.toHaveProperty("unconfirmed");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a list or a test that tells nothing never makes a connection count as gone or as deleted", async ({
  service,
  stack,
}) => {
  await stack.declare({ ci: CI });
  await stack.up();
  const { resources } = await stack.state();
  const { id } = await service.onlyCoregitConnection();
  const list = { method: "GET", times: "always" } as const;
  const tried = { path: "/v1/connections/*/test", times: "always" } as const;
  const unlisted: FaultRuleInput = { match: list, effect: { kind: "json", body: { connections: [] } } };
  const UNREADABLE: [string, FaultRuleInput[]][] = [
    ["refresh", [{ match: list, effect: { kind: "html", status: 200 } }]],
    ["refresh", [unlisted, { match: tried, effect: { kind: "html", status: 404 } }]],
    [
      "destroy",
      [unlisted, { match: tried, effect: { kind: "json", status: 404, body: { error: "Not found" } } }],
    ],
  ];
  for (const [command, faults] of UNREADABLE) {
    for (const fault of faults) await service.control.addFault(fault);
    const { exitCode, all } = await stack.pulumi(command, "--yes", "--skip-preview");
    expect(exitCode, command).not.toBe(0);
    expect(all, command).toContain("coregit:baseUrl");
    await service.control.clearFaults();
  }
  expect((await stack.state()).resources).toEqual(resources);
  expect(await service.onlyCoregitConnection()).toMatchObject({ id });

  // A deletion that the service only claims to have done, where nothing lags that could explain what a test shows.
  stack.environment.COREGIT_LIST_LAG_SECONDS = "0";
  const claim = { kind: "json", body: { deleted: true } } as const;
  await service.control.addFault({ match: { method: "DELETE" }, effect: claim });
  const claimed = await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(claimed.exitCode).not.toBe(0);
  expect(claimed.all).toContain(`Coregit says that connection ${id} is deleted, and still has it`);
  // One whose answer is lost is done once more, and made sure of.
  await service.control.addFault({ match: { method: "DELETE" }, effect: { kind: "drop", when: "after" } });
  await service.takeCalls();
  await stack.destroy();
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.delete, CALL.delete, CALL.test]);
  expect(await stack.recorded()).toEqual({});
});
