import { expect } from "vitest";
import { CI } from "../support/declarations";
import { test } from "../support/fixtures";
import { expectNoSecrets } from "../support/noSecrets";
import { traces } from "../support/traces";

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
      "adopt: is no id of Coregit's",
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

/** In the length that GitHub gives a token. */
const TOKEN = "ghp_plantedInTheProgram0123456789abcdefg";
const FROM_ENV = { ...NO_TOKEN, accessTokenFrom: { env: "GITHUB_TOKEN" } };
const FROM_FILE = { ...NO_TOKEN, accessTokenFrom: { file: "token.txt" } };

/** What no host issues, how it is given, and what is said about it. */
const IMPOSSIBLE: [object, string, string][] = [
  [CI, "%READER_TOKEN%", "accessToken: is a placeholder that nothing has filled in"],
  [FROM_ENV, `x-access-token:${TOKEN}`, "accessTokenFrom: is a user name or a header with a token behind"],
  [FROM_FILE, "op://vault/github/token", "accessTokenFrom: is an address (…://…)"],
  [CI, "ghp_", "accessToken: is the beginning of a token of github, and nothing follows"],
  [FROM_ENV, `${TOKEN},${TOKEN}`, "accessTokenFrom: is the same text twice"],
];

test("what no host issues never takes a good token's place, however it is given; a name that begins like a token does no harm", async ({
  service,
  stack,
}) => {
  const named = { label: "cgk_live_2024_reporting_key" };
  await stack.declare({ ci: { ...CI, ...named } });
  await stack.up();
  const before = (await stack.recorded()).ci;
  expect(before?.outputs.label).toBe(named.label);
  await service.takeCalls();
  const outputs: Record<string, string> = {};
  for (const [args, value, message] of IMPOSSIBLE) {
    stack.environment.GITHUB_TOKEN = value;
    await stack.write("token.txt", value);
    await stack.declare({ ci: { ...args, ...named } });
    const { exitCode, all } = await stack.pulumi("preview", "--diff");
    expect([exitCode === 0, all]).toEqual([false, expect.stringContaining(`'ci' has a problem: ${message}`)]);
    outputs[message] = all;
  }
  outputs.up = (await stack.upFails()).all;
  expect(await service.takeCalls()).toEqual([]);
  expect((await stack.recorded()).ci).toEqual(before);
  await stack.write("token.txt", "");
  expectNoSecrets(await traces(stack, service, outputs), [TOKEN]);
});
