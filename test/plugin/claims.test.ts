import { expect } from "vitest";
import { PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";

/** A connection that stands in one program under both hosts, and under two providers of one of them. */
const PROGRAM = `
const { sigsentry: dynamic } = require("pulumi-repo-connections");
const { sigsentry } = require("pulumi-repo-connections/plugin");
const args = { platform: "github", repositories: ${JSON.stringify(PAYMENTS.repositories)}, adopt: process.env.ADOPTED };
const { WITH } = process.env;
if (WITH.includes("a")) new sigsentry.RepoConnection("a", args, { provider: new sigsentry.Provider("first") });
if (WITH.includes("b")) new sigsentry.RepoConnection("b", args, { provider: new sigsentry.Provider("second") });
if (WITH.includes("d")) new sigsentry.RepoConnection("d", { platform: "github", repositories: ["acme/d"], credentials: { token: process.env.GITHUB_TOKEN } }, { provider: new sigsentry.Provider("third") });
if (WITH.includes("c")) new dynamic.RepoConnection("c", args);
`;

test("two providers do not stand for one connection, whoever hosts them", async ({ service, newStack }) => {
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  const { id } = await service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "github",
    repositories: [...PAYMENTS.repositories],
  });
  Object.assign(stack.environment, { ADOPTED: id });
  for (const both of ["ab", "bc"]) {
    stack.environment.WITH = both;
    const { exitCode, all } = await stack.pulumi("preview");
    expect(exitCode, all).not.toBe(0);
    expect(all).toContain(`adopt: names ${id}, which another resource of this program manages already`);
  }
  stack.environment.WITH = "a";
  await stack.up();
  stack.environment.WITH = "ab";
  expect((await stack.pulumi("preview")).all).toMatch(
    /which another resource of this program manages already|another resource of this program stands for it too/,
  );
});

test("what fails through one provider keeps another from deleting, and so does a resource that adopts", async ({
  service,
  newStack,
}) => {
  const stack = await newStack({ host: "plugin", program: PROGRAM });
  const { id } = await service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "github",
    repositories: [...PAYMENTS.repositories],
  });
  Object.assign(stack.environment, { ADOPTED: id, WITH: "a" });
  await stack.up();

  // Its own resource is gone from the program, and the provider's process knows of no failure.
  stack.environment.WITH = "d";
  await service.control.addFault({ match: { method: "POST" }, effect: { kind: "status", status: 403 } });
  const failed = await stack.upFails("--continue-on-error");
  expect(failed.all).toContain(
    `Connection ${id} is not deleted, since something else in this run has failed`,
  );

  // Another one names the connection, by a provider of its own.
  stack.environment.WITH = "b";
  const adopted = await stack.upFails();
  expect(adopted.all).toContain(
    `Connection ${id} is not deleted: a resource of this program names it in adopt`,
  );
  expect(await service.connections()).toMatchObject([{ id }]);
});
