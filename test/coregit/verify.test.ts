import { expect } from "vitest";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL } from "../support/service";

/** Shows to others what came of the test, as a program would that alerts somebody. */
const PROGRAM = `
const { coregit } = require("pulumi-repo-connections");
const ci = new coregit.Connection("ci", {
  provider: "github",
  label: process.env.LABEL ?? "CI",
  accessToken: process.env.GITHUB_TOKEN,
  verify: process.env.VERIFY !== "no",
});
exports.works = ci.status.apply((status) => status?.valid ?? "not tested");
exports.status = ci.status;
`;

const FIRST = "ghp_the-first-token-of-this-test";
const SECOND = "ghp_the-second-token-of-this-test";

test("with verify the stored token is tried with every creation, update and refresh, and a bad one is no change", async ({
  service,
  newStack,
}) => {
  const { coregit } = service.control;
  const tell = (token: string, valid: boolean) =>
    coregit.seedHostAccount({ provider: "github", token, username: "robot", valid });
  await tell(FIRST, true);
  await tell(SECOND, true);
  const stack = await newStack({ program: PROGRAM });
  const works = async () => (await stack.succeed("stack", "output", "works")).stdout.trim();
  const status = async () => (await stack.recorded()).ci?.outputs.status;

  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.create, CALL.list, CALL.test]);
  expect(await status()).toEqual({ valid: true, username: "robot", checkedAt: expect.stringMatching(/Z$/) });
  expect(await works()).toBe("true");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
  await service.takeCalls();

  // Revoked at the code host: a refresh finds out and says so, and nothing is to be done to the connection.
  await tell(FIRST, false);
  const refresh = await stack.succeed("refresh", "--yes", "--skip-preview");
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.test]);
  expect(refresh.all).toMatch(/warning: .*its token was .*not accepted.*401 Bad credentials/);
  expect(await status()).toMatchObject({
    valid: false,
    error: "GitHub token validation failed: 401 Bad credentials",
  });
  const preview = await stack.succeed("preview", "--expect-no-changes");
  expect(preview.all).toMatch(/warning: when its token was tested at .*, it was not accepted/);
  await stack.up();
  expect(await works()).toBe("false");
  expect(await service.takeCalls()).toEqual([]);

  // A new token is tried with the update that sends it; so is the old one with an update of something else.
  stack.environment.LABEL = "renamed";
  expect((await stack.up()).all).toMatch(/warning: its token was not accepted when it was tested/);
  expect(await service.takeCalls()).toEqual([CALL.update, CALL.list, CALL.test]);
  stack.environment.GITHUB_TOKEN = SECOND;
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.update, CALL.list, CALL.test]);
  expect(await status()).toMatchObject({ valid: true, username: "robot" });

  // A test that cannot be made is no reason to fail, and leaves what is known.
  await service.control.addFault({
    match: { path: "/v1/connections/*/test", times: "always" },
    effect: { kind: "status", status: 500, headers: { "retry-after": "0" } },
  });
  const known = await status();
  expect((await stack.succeed("refresh", "--yes", "--skip-preview")).all).toContain(
    "could not be tested now",
  );
  expect(await status()).toEqual(known);
  await service.control.clearFaults();

  // Turned off: no more tests, and nothing that looks like a result of one.
  stack.environment.VERIFY = "no";
  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).toEqual([]);
  expect(await status()).toBeUndefined();
  expect(await works()).toBe("not tested");
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(await service.takeCalls()).toEqual([CALL.list]);
});
