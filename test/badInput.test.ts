import { expect } from "vitest";
import { PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { expectNoSecrets } from "./support/noSecrets";
import { traces } from "./support/traces";

/** A configured key or project, and what is said about it. */
const SETTINGS: [string, Record<string, string | undefined>, string][] = [
  ["no key", { SIGSENTRY_API_KEY: undefined }, "sigsentry:apiKey: is not set"],
  [
    "a key with a line break",
    { SIGSENTRY_API_KEY: "ss_secret_abcdefgh\n" },
    "sigsentry:apiKey: ends with U+000A LINE FEED: was it read with a line break at its end?",
  ],
  [
    "an address without encryption",
    { SIGSENTRY_BASE_URL: "http://sigsentry.example.com" },
    "SIGSENTRY_BASE_URL: must start with https://",
  ],
];

test("a wrong key, project or address is refused before anything is sent", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  const right = { ...stack.environment };
  for (const [name, environment, message] of SETTINGS) {
    Object.assign(stack.environment, right, environment);
    const { exitCode, all } = await stack.pulumi("preview");
    expect(exitCode, name).not.toBe(0);
    // The plugin has its settings as properties of its own.
    expect(all.replaceAll(" apiKey:", " sigsentry:apiKey:"), name).toContain(message);
  }
  expect(await service.takeCalls()).toEqual([]);
});

/** What is declared, and everything that is said about it. */
const DECLARATIONS: [object, string[]][] = [
  [
    {
      ...PAYMENTS,
      credentials: {},
      repositories: ["acme/payments", "https://github.com/acme/ledger.git", "acme"],
      serviceMappings: [
        { serviceName: "payments-api", repo: "acme/paymnts" },
        { serviceName: "web", repository: "acme/payments" },
      ],
      lookbackDays: 400,
      lookbackDay: 30,
      isActive: "yes",
    },
    [
      "credentials.token: is missing",
      'repositories[1]: must be owner/repo, found "https://github.com/acme/ledger.git"; did you mean "acme/ledger"?',
      'repositories[2]: must be owner/repo, found "acme"',
      'serviceMappings[0].repo: "acme/paymnts" is not among repositories',
      "serviceMappings[1].repo: is missing",
      "serviceMappings[1].repository: is not a field here",
      "lookbackDays: must be a whole number of days from 1 to 365, found 400",
      'lookbackDay: is not a field here; did you mean "lookbackDays"?',
      "isActive: must be a boolean",
    ],
  ],
  [
    {
      platform: "gitlab",
      credentials: { token: "$GITHUB_TOKEN", baseUrl: "https://gitlab.example.com/api/v4" },
      repositories: [],
    },
    [
      "credentials.token: looks like a token of github, not of gitlab",
      "credentials.baseUrl: must be the instance's address, without /api/v4",
      "repositories: must name at least one repository",
    ],
  ],
  [
    {
      platform: "github",
      credentials: { username: "a", appPassword: "b" },
      repositories: ["acme/orders"],
    },
    [
      "credentials.token: is missing",
      "credentials.username: is not a field here",
      "credentials.appPassword: is not a field here",
    ],
  ],
  [
    { ...PAYMENTS, platform: "githubb" },
    ['platform: must be one of "github", "gitlab", "bitbucket", found "githubb"'],
  ],
];

test("a wrong declaration is refused as a whole, every problem of it reported with its path", async ({
  service,
  stack,
}) => {
  for (const [args, messages] of DECLARATIONS) {
    await stack.declare({ payments: args });
    const { exitCode, all } = await stack.pulumi("up", "--yes");
    expect(exitCode).not.toBe(0);
    for (const message of messages) expect(all).toContain(message);
    // Each is printed twice: as it occurs, and in the summary.
    expect(all.split("has a problem:")).toHaveLength(2 * messages.length + 1);
  }
  expect(await service.takeCalls()).toEqual([]);
  expect(await stack.recorded()).toEqual({});
});

test("a wrong change is refused, and does nothing", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.takeCalls();
  const before = (await stack.recorded()).payments;
  await stack.declare({ payments: { ...PAYMENTS, lookbackDays: 0 } });
  const { all } = await stack.upFails();
  expect(all).toContain("lookbackDays: must be a whole number of days from 1 to 365, found 0");
  expect(await service.takeCalls()).toEqual([]);
  expect((await stack.recorded()).payments).toEqual(before);
});

/** In the length that GitHub gives a token. */
const TOKEN = "ghp_plantedInTheProgram0123456789abcdefg";

const { credentials: _, ...REST } = PAYMENTS;
const WRITTEN = { ...REST, credentials: { token: "$GITHUB_TOKEN" } };
const FROM_ENV = { ...REST, credentialsFrom: { token: { env: "GITHUB_TOKEN" } } };
const FROM_FILE = { ...REST, credentialsFrom: { token: { file: "token.txt" } } };
const MOBILE = {
  platform: "bitbucket",
  credentials: { username: "bot", appPassword: "$GITHUB_TOKEN" },
  repositories: ["acme/mobile"],
};

/** What no host issues, how it is given, and what is said about it. */
const IMPOSSIBLE: [object, string, string][] = [
  [WRITTEN, "$READER_TOKEN", "credentials.token: is a placeholder that nothing has filled in"],
  [FROM_ENV, "undefined", "credentialsFrom.token: is a word for a value that is missing"],
  [FROM_FILE, `${TOKEN}${TOKEN}`, "credentialsFrom.token: is the same text twice"],
  [WRITTEN, `${TOKEN};`, "credentials.token: ends with U+003B SEMICOLON"],
  [FROM_ENV, `https://x:${TOKEN}@github.com`, "credentialsFrom.token: is an address"],
  [FROM_FILE, TOKEN.slice(0, 38), "credentialsFrom.token: starts like a token of github, and is shorter"],
  [FROM_FILE, "/run/secrets/reader", "credentialsFrom.token: is the path of a file: give what stands in it"],
  [FROM_ENV, `${TOKEN}x`, "credentialsFrom.token: starts like a token of github, and is longer"],
  [MOBILE, "vault:secret/data/x#token", "credentials.appPassword: names the place where a secret is kept"],
  [MOBILE, "********", "credentials.appPassword: is masked or cut short"],
];

test("what no host issues never takes a good token's place, however it is given", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const before = (await stack.recorded()).payments;
  await service.takeCalls();
  const outputs: Record<string, string> = {};
  for (const [args, value, message] of IMPOSSIBLE) {
    stack.environment.GITHUB_TOKEN = value;
    await stack.write("token.txt", value);
    await stack.declare({ payments: args });
    const { exitCode, all } = await stack.pulumi("preview", "--diff");
    expect([exitCode === 0, all]).toEqual([
      false,
      expect.stringContaining(`'payments' has a problem: ${message}`),
    ]);
    outputs[message] = all;
  }
  outputs.up = (await stack.upFails()).all;
  expect(await service.takeCalls()).toEqual([]);
  expect((await stack.recorded()).payments).toEqual(before);
  await stack.write("token.txt", "");
  expectNoSecrets(await traces(stack, service, outputs), [TOKEN]);
});
