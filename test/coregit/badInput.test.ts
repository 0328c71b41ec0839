import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";

const { accessToken: _, ...NO_TOKEN } = CI;

/** What is declared, and everything that is said about it, by name. */
const DECLARATIONS: Record<string, [object, string[]]> = {
  everything: [
    {
      provider: "githubb",
      label: "",
      accessToken: "",
      accessTokenFrom: { env: "NOT_SET" },
      accessTokenVersion: 0,
      adopt: "an id",
      verify: "yes",
      deletionProtected: true,
    },
    [
      'provider: must be one of "github", "gitlab", found "githubb"',
      "label: is empty",
      "accessToken: is empty",
      "accessTokenFrom: is given beside accessToken; leave one of them out",
      "accessTokenFrom: the environment variable NOT_SET is not set where pulumi runs",
      "accessTokenVersion: must be a whole number from 1",
      "adopt: must be a connection's id, without white space",
      "verify: must be a boolean",
      'deletionProtected: is not a field here; did you mean "deletionProtection"?',
    ],
  ],
  mistyped: [
    { ...CI, provider: "githubb" },
    ['provider: must be one of "github", "gitlab", found "githubb"'],
  ],
  referred: [
    { ...NO_TOKEN, provider: "gitlab", accessTokenFrom: { env: "GITHUB_TOKEN" } },
    ["accessTokenFrom: looks like a token of github, not of gitlab"],
  ],
  tokenless: [NO_TOKEN, ["accessToken: is missing; give accessToken, or accessTokenFrom"]],
};

test("a wrong declaration is refused as a whole, every problem of it reported with its path", async ({
  service,
  stack,
}) => {
  for (const [name, [args, messages]] of Object.entries(DECLARATIONS)) {
    await stack.declare({ [name]: args });
    const { exitCode, all } = await stack.pulumi("preview");
    expect(exitCode, name).not.toBe(0);
    for (const message of messages) expect(all).toContain(`'${name}' has a problem: ${message}`);
    // Each is printed twice: as it occurs, and in the summary.
    expect(all.split("has a problem:"), name).toHaveLength(2 * messages.length + 1);
  }
  expect(await service.takeCalls()).toEqual([]);
});

test("an update without a preview names what is wrong with a reference, too", async ({ service, stack }) => {
  for (const [accessTokenFrom, message] of [
    [{ env: "NOT_SET" }, "accessTokenFrom: the environment variable NOT_SET is not set where pulumi runs"],
    [{ env: "not a name" }, "accessTokenFrom.env: must be the name of an environment variable"],
  ] as const) {
    await stack.declare({ ci: { ...NO_TOKEN, accessTokenFrom } });
    expect((await stack.upFails()).all).toContain(`'ci' has a problem: ${message}`);
  }
  expect(await service.takeCalls()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
});
