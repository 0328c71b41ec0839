import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { test } from "../support/fixtures";

/** Everything of the others depends on what is known of the first only once it is created. */
const PROGRAM = `
const { coregit } = require("pulumi-repo-connections");
const accessToken = process.env.GITHUB_TOKEN;
const first = new coregit.Connection("first", { provider: "github", label: "first", accessToken });
const afterFirst = (value) => first.externalUsername.apply(() => value);
new coregit.Connection("known", { provider: "github", label: afterFirst("known"), accessToken });
new coregit.Connection("whole", {
  provider: afterFirst("github"),
  label: first.externalUsername.apply((username) => "reads as " + username),
  accessToken: afterFirst(accessToken),
  verify: afterFirst(true),
  deletionProtection: afterFirst(false),
});
new coregit.Connection("from", {
  provider: "github",
  label: process.env.LABEL ?? "from",
  accessTokenFrom: { env: afterFirst("GITHUB_TOKEN") },
});
`;

test("values that only a creation makes known pass the preview and arrive with the update", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ program: PROGRAM });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toContain("+ 5 to create");
  expect(preview.all).not.toContain("04da6b54");
  expect(await service.takeCalls()).toEqual([]);
  await stack.up();
  const held = await service.coregitConnections();
  const username = held[0]?.externalUsername;
  expect(held.map(({ label }) => label).sort()).toEqual(["first", "from", "known", `reads as ${username}`]);
  expect(new Set(held.map(({ tokenSha256 }) => tokenSha256))).toEqual(
    new Set([sha256(stack.environment.GITHUB_TOKEN ?? "")]),
  );
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  // What is wrong beside unknown values is reported in the preview.
  stack.environment.LABEL = "";
  const { exitCode, all } = await stack.pulumi("preview");
  expect(exitCode).not.toBe(0);
  expect(all).toContain("label: is empty");
});
