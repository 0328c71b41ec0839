import { describe, expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();

const GITLAB = {
  platform: "gitlab",
  credentials: { token: "glpat-secretToken" },
  repositories: ["acme/web"],
};
const BITBUCKET = {
  platform: "bitbucket",
  credentials: { username: "someone", appPassword: "secretPassword" },
  repositories: ["acme/web"],
};
const MAPPING = { serviceName: "api", repo: "acme/payments", pathPrefix: "", defaultBranch: "main" };

describe("create accepts", () => {
  test.each<[string, object]>([
    [
      "GitHub Enterprise Server",
      { ...GITHUB, credentials: { token: "t", baseUrl: "https://git.example/api/v3" } },
    ],
    ["GitLab subgroups", { ...GITLAB, repositories: ["acme/web", "acme/a/b/c.d"] }],
    ["self-hosted GitLab", { ...GITLAB, credentials: { token: "t", baseUrl: "https://gitlab.example" } }],
    ["Bitbucket", BITBUCKET],
    [
      "mappings that share a repository",
      { ...GITHUB, serviceMappings: [MAPPING, { ...MAPPING, serviceName: "b" }] },
    ],
    ["one day", { ...GITHUB, lookbackDays: 1 }],
    ["a year", { ...GITHUB, lookbackDays: 365 }],
  ])("%s", async (_, body) => {
    expect((await api.ask("POST", REPOS, { body })).status).toBe(201);
  });
});

/** What is refused both ways; the fields are added to a good body or sent alone. */
const REFUSED: [string, object, string][] = [
  ["no repositories", { repositories: [] }, "repositories"],
  ["a repository without owner", { repositories: ["payments"] }, "repositories[0]"],
  ["three parts on GitHub", { repositories: ["acme/payments", "a/b/c"] }, "repositories[1]"],
  ["a URL", { repositories: ["https://github.com/a/b"] }, "repositories[0]"],
  ["dots for a name", { repositories: ["acme/.."] }, "repositories[0]"],
  ["an empty token", { credentials: { token: "" } }, "credentials.token"],
  ["no token", { credentials: {} }, "credentials.token"],
  ["a base URL that is none", { credentials: { token: "t", baseUrl: "git.example" } }, "credentials.baseUrl"],
  ["more than credentials", { credentials: { token: "t", login: "me" } }, "credentials.login"],
  ["null for credentials", { credentials: null }, "credentials"],
  ["no day", { lookbackDays: 0 }, "lookbackDays"],
  ["more than a year", { lookbackDays: 366 }, "lookbackDays"],
  ["half a day", { lookbackDays: 1.5 }, "lookbackDays"],
  ["days as text", { lookbackDays: "30" }, "lookbackDays"],
  ["an unknown field", { lookback: 30 }, "lookback"],
  [
    "a mapping to a repository that is not connected",
    { serviceMappings: [{ ...MAPPING, repo: "a/b" }] },
    "serviceMappings[0].repo",
  ],
  [
    "a mapping without branch",
    { serviceMappings: [MAPPING, { ...MAPPING, defaultBranch: undefined }] },
    "serviceMappings[1].defaultBranch",
  ],
  [
    "a mapping without path",
    { serviceMappings: [{ ...MAPPING, pathPrefix: undefined }] },
    "serviceMappings[0].pathPrefix",
  ],
  [
    "a mapping without service",
    { serviceMappings: [{ ...MAPPING, serviceName: "" }] },
    "serviceMappings[0].serviceName",
  ],
  ["a mapping with more", { serviceMappings: [{ ...MAPPING, team: "x" }] }, "serviceMappings[0].team"],
];

async function expectRefused(
  method: string,
  path: string,
  body: unknown,
  ...fields: string[]
): Promise<void> {
  const answer = await api.ask(method, path, { body });
  const details = Object.fromEntries(fields.map((field) => [field, expect.any(String)]));
  // The fields are in the details alone, as the service has it.
  const error = { code: "VALIDATION_ERROR", message: "Validation failed", details };
  expect([answer.status, answer.body]).toEqual([400, { success: false, error }]);
}

describe("create refuses", () => {
  test.each([
    ...REFUSED,
    ["an unknown platform", { platform: "gitea" }, "platform"],
    ["no platform", { platform: undefined }, "platform"],
    ["isActive", { isActive: true }, "isActive"],
    ["no credentials", { credentials: undefined }, "credentials"],
    ["no repositories at all", { repositories: undefined }, "repositories"],
  ])("%s", async (_, fields, field) => {
    await expectRefused("POST", REPOS, { ...GITHUB, ...fields }, field);
    expect(await api.emulator.control.sigsentry.connections(api.emulator.projectId)).toEqual([]);
  });

  test.each<[string, object, ...string[]]>([
    [
      "baseUrl on Bitbucket",
      { ...BITBUCKET, credentials: { ...BITBUCKET.credentials, baseUrl: "https://b.example" } },
      "credentials.baseUrl",
    ],
    [
      "a token on Bitbucket",
      { ...BITBUCKET, credentials: { token: "t" } },
      "credentials.username",
      "credentials.appPassword",
      "credentials.token",
    ],
    [
      "an app password on GitLab",
      { ...GITLAB, credentials: BITBUCKET.credentials },
      "credentials.token",
      "credentials.username",
      "credentials.appPassword",
    ],
    ["a GitLab project without group", { ...GITLAB, repositories: ["web"] }, "repositories[0]"],
    ["three parts on Bitbucket", { ...BITBUCKET, repositories: ["a/b/c"] }, "repositories[0]"],
  ])("%s", async (_, body, ...fields) => {
    await expectRefused("POST", REPOS, body, ...fields);
  });

  test.each(["", "{", "no JSON", "null", "[]", '"text"'])("a body that is no object: %s", async (body) => {
    expect(await api.ask("POST", REPOS, { body })).toMatchObject({
      status: 400,
      body: { error: { code: "VALIDATION_ERROR" } },
    });
  });
});

describe("update", () => {
  test.each([
    ...REFUSED,
    ["the platform, even the same", { platform: "github" }, "platform"],
    ["an activation that is no boolean", { isActive: "yes" }, "isActive"],
    ["null", { lookbackDays: null }, "lookbackDays"],
  ])("refuses %s, and changes nothing", async (_, body, field) => {
    const id = await api.create(GITHUB);
    const { sigsentry } = api.emulator.control;
    const before = await sigsentry.connections(api.emulator.projectId);
    await expectRefused("PUT", `${REPOS}/${id}`, body, field);
    expect(await sigsentry.connections(api.emulator.projectId)).toEqual(before);
  });

  test("checks mappings against what the connection will be", async () => {
    const id = await api.create({ ...GITHUB, serviceMappings: [MAPPING] });
    const path = `${REPOS}/${id}`;
    const ledger = { ...MAPPING, repo: "acme/ledger" };
    const fresh = { ...MAPPING, repo: "acme/new" };
    // The stored mapping needs acme/payments.
    await expectRefused("PUT", path, { repositories: ["acme/ledger"] }, "serviceMappings[0].repo");
    expect((await api.ask("PUT", path, { body: { serviceMappings: [ledger] } })).status).toBe(200);
    expect((await api.ask("PUT", path, { body: { repositories: ["acme/ledger"] } })).status).toBe(200);
    await expectRefused("PUT", path, { serviceMappings: [fresh] }, "serviceMappings[0].repo");
    const both = { repositories: ["acme/new"], serviceMappings: [fresh] };
    expect((await api.ask("PUT", path, { body: both })).status).toBe(200);
    const capitals = { serviceMappings: [{ ...fresh, repo: "Acme/New" }] };
    expect((await api.ask("PUT", path, { body: capitals })).status).toBe(200);
  });

  test("takes credentials of the connection's own platform only", async () => {
    const id = await api.create(BITBUCKET);
    await expectRefused(
      "PUT",
      `${REPOS}/${id}`,
      { credentials: { username: "me" } },
      "credentials.appPassword",
    );
    const credentials = { username: "me", appPassword: "another" };
    expect((await api.ask("PUT", `${REPOS}/${id}`, { body: { credentials } })).status).toBe(200);
  });
});

test("no refusal repeats what was sent as credentials", async () => {
  const secret = "ghp_thisMustNotComeBack";
  const bodies = [
    { ...GITHUB, credentials: secret },
    { ...GITHUB, credentials: { token: [secret] } },
    { ...GITHUB, credentials: { token: secret, baseUrl: `not a url ${secret}` } },
    { ...GITHUB, platform: secret },
    { ...GITHUB, repositories: [secret] },
    { ...GITHUB, serviceMappings: [{ ...MAPPING, repo: secret }] },
  ];
  for (const body of bodies) {
    const answer = await api.ask("POST", REPOS, { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
  }
});
