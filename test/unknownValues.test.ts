import { expect } from "vitest";
import { test } from "./support/fixtures";

/** Everything of the second connection depends on what is known of the first only once it is created. */
const PROGRAM = `
const { sigsentry } = require("pulumi-repo-connections");
const token = process.env.GITHUB_TOKEN;
const first = new sigsentry.RepoConnection("first", {
  platform: "github",
  credentials: { token },
  repositories: ["acme/first"],
  lookbackDays: Number(process.env.DAYS ?? 30),
});
const afterFirst = (value) => first.createdAt.apply(() => value);
new sigsentry.RepoConnection("whole", {
  platform: "github",
  credentials: afterFirst({ token }),
  repositories: afterFirst(["acme/whole"]),
  serviceMappings: afterFirst([{ serviceName: "whole", repo: "acme/whole" }]),
  lookbackDays: first.lookbackDays,
  isActive: first.isActive,
});
new sigsentry.RepoConnection("parts", {
  platform: "github",
  credentials: { token: afterFirst(token) },
  repositories: ["acme/known", afterFirst("acme/parts")],
  serviceMappings: [
    { serviceName: "known", repo: "acme/known" },
    { serviceName: afterFirst("parts"), repo: afterFirst("acme/parts"), pathPrefix: afterFirst("src") },
  ],
});
`;

test("values that only a creation makes known pass the preview and arrive with the update", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ program: PROGRAM });
  const preview = await stack.succeed("preview", "--diff");
  expect(preview.stdout).toContain("+ 4 to create");
  expect(preview.all).not.toContain("04da6b54");
  expect(await service.takeCalls()).toEqual([]);

  await stack.up();
  const held = await service.connections();
  expect(held.map(({ repositories }) => repositories)).toEqual(
    expect.arrayContaining([["acme/first"], ["acme/whole"], ["acme/known", "acme/parts"]]),
  );
  expect(held).toHaveLength(3);
  expect(new Set(held.map(({ credentialsSha256 }) => credentialsSha256)).size).toBe(1);
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  stack.environment.DAYS = "7";
  await stack.up();
  expect((await service.connections()).map(({ lookbackDays }) => lookbackDays).sort()).toEqual([30, 7, 7]);
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
});

test("what is wrong beside an unknown value is reported in the preview", async ({ service, newStack }) => {
  const stack = await newStack({
    program: PROGRAM.replace('"acme/known", afterFirst', '"acme", afterFirst'),
  });
  const { exitCode, all } = await stack.pulumi("preview");
  expect(exitCode).not.toBe(0);
  expect(all).toContain('repositories[0]: must be owner/repo, found "acme"');
  expect(await service.takeCalls()).toEqual([]);
});
