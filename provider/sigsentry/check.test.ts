import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN } from "../contract";
import { type SecretSource, SourceError } from "../secrets/source";
import { type CheckContext, check } from "./check";
import type { Settings } from "./settings";

const read = (source: SecretSource) => {
  if ("file" in source) throw new SourceError(`the file ${source.file} cannot be read`);
  return `value-of-${source.env}`;
};
const withSettings = (settings: Settings): CheckContext => ({ settings, identity: "me", read });

const settings = { apiKey: "ss_secret_1", projectId: undefined, baseUrl: "https://api.sigsentry.com" };

const github: Properties = {
  platform: "github",
  credentials: { token: "ghp_verysecret" },
  repositories: ["acme/payments", "acme/ledger"],
};

const problems = (news: Properties, with_ = settings) =>
  check(news, {}, withSettings(with_)).problems.map(({ path, message }) => `${path}: ${message}`);

const NO_ID = `is no id of SigSentry's: those have 1 to 255 letters, digits, dots, hyphens, underscores and tildes, and are neither "." nor ".."`;

describe("check normalises", () => {
  it("fills in the defaults and sorts what has no order", () => {
    const { inputs, problems } = check(
      {
        ...github,
        repositories: ["acme/payments", "acme/ledger", "acme/payments"],
        serviceMappings: [
          { serviceName: "b", repo: "acme/ledger" },
          { serviceName: "a", repo: "acme/payments", pathPrefix: "src", defaultBranch: "trunk" },
        ],
      },
      {},
      withSettings(settings),
    );
    expect(problems).toEqual([]);
    expect(inputs).toEqual({
      platform: "github",
      credentials: { token: "ghp_verysecret" },
      projectId: undefined,
      repositories: ["acme/ledger", "acme/payments"],
      serviceMappings: [
        { serviceName: "a", repo: "acme/payments", pathPrefix: "src", defaultBranch: "trunk" },
        { serviceName: "b", repo: "acme/ledger", pathPrefix: "", defaultBranch: "main" },
      ],
      lookbackDays: 30,
      isActive: true,
      credentialsVersion: 1,
    });
  });

  it("takes null and undefined for what is not declared, in credentials too", () => {
    const absent = { lookbackDays: null, isActive: undefined, projectId: null };
    const credentials = { token: "ghp_verysecret", baseUrl: undefined };
    for (const baseUrl of [null, undefined]) {
      const news = { ...github, ...absent, credentials: { ...credentials, baseUrl } };
      const { inputs, problems } = check(news, {}, withSettings(settings));
      expect(problems).toEqual([]);
      expect(inputs.credentials).toStrictEqual({ token: "ghp_verysecret" });
      expect(inputs).toMatchObject({ lookbackDays: 30, isActive: true });
    }
  });

  it("counts the changes of the credentials", () => {
    const version = (credentials: unknown, olds: Properties) =>
      check({ ...github, credentials }, olds, withSettings(settings)).inputs.credentialsVersion;
    const old = { credentials: { token: "a" }, credentialsVersion: 3 };
    expect(version({ token: "a" }, old)).toBe(3);
    expect(version({ token: "b" }, old)).toBe(4);
    expect(version({ token: "b" }, { credentials: { token: "a" } })).toBe(2);
    expect(version({ token: UNKNOWN }, old)).toBe(UNKNOWN);
    expect(version({ token: UNKNOWN, baseUrl: "https://git.example" }, old)).toBe(UNKNOWN);
    expect(version(UNKNOWN, old)).toBe(UNKNOWN);
  });

  it("takes the project from the resource, the settings, or the last update, in this order", () => {
    const configured = { ...settings, projectId: "configured" };
    expect(
      check({ ...github, projectId: "own" }, { projectId: "old" }, withSettings(configured)).inputs.projectId,
    ).toBe("own");
    expect(check(github, { projectId: "old" }, withSettings(configured)).inputs.projectId).toBe("configured");
    expect(check(github, { projectId: "old" }, withSettings(settings)).inputs.projectId).toBe("old");
  });
});

describe("check accepts", () => {
  it.each([
    ["gitlab", { token: "glpat-x1" }, ["group/project", "group/sub/group/project"]],
    ["gitlab", { token: "t", baseUrl: "https://gitlab.example.com" }, ["group/project.name"]],
    ["github", { token: "t", baseUrl: "https://github.example.com/api/v3" }, ["Acme/.github", "a_b/x.y-z_"]],
    ["bitbucket", { username: "me", appPassword: "p4ss" }, ["workspace/repo-slug"]],
  ])("%s with %j and %j", (platform, credentials, repositories) => {
    expect(problems({ platform, credentials, repositories })).toEqual([]);
  });

  it("what the service takes as well: several folders of one repository, and its name in capitals", () => {
    const folders = ["", "services/api", "libs/"].map((pathPrefix) => ({
      serviceName: "api",
      repo: "Acme/Payments",
      pathPrefix,
    }));
    expect(problems({ ...github, serviceMappings: folders })).toEqual([]);
    // The spelling is the user's, or the service's.
    expect(
      check({ ...github, serviceMappings: folders }, {}, withSettings(settings)).inputs.serviceMappings,
    ).toMatchObject([{ repo: "Acme/Payments" }, { repo: "Acme/Payments" }, { repo: "Acme/Payments" }]);
  });

  it.each([
    "platform",
    "credentials",
    "repositories",
    "serviceMappings",
    "lookbackDays",
    "isActive",
    "projectId",
  ])("an unknown %s", (field) => {
    expect(problems({ ...github, [field]: UNKNOWN })).toEqual([]);
  });

  it.each([
    [
      "a repository",
      { repositories: [UNKNOWN, "acme/b"], serviceMappings: [{ serviceName: "x", repo: "acme/c" }] },
    ],
    ["a mapping", { serviceMappings: [UNKNOWN, UNKNOWN] }],
    ["a mapping's repository", { serviceMappings: [{ serviceName: "x", repo: UNKNOWN }] }],
    ["a mapping's service", { serviceMappings: [{ serviceName: UNKNOWN, repo: "acme/ledger" }] }],
    ["a token", { credentials: { token: UNKNOWN } }],
    ["a base URL", { credentials: { token: "t", baseUrl: UNKNOWN } }],
  ])("%s that is unknown", (_, fields) => {
    expect(problems({ ...github, ...fields })).toEqual([]);
  });

  it("keeps what is unknown where it stands", () => {
    const { inputs } = check(
      { ...github, repositories: ["b/b", UNKNOWN, "a/a"] },
      {},
      withSettings(settings),
    );
    expect(inputs.repositories).toEqual(["b/b", UNKNOWN, "a/a"]);
  });
});

describe("check refuses", () => {
  it.each<[string, Properties, unknown]>([
    [
      "no platform",
      { platform: undefined },
      'platform: is missing; must be one of "github", "gitlab", "bitbucket"',
    ],
    [
      "another platform",
      { platform: "gitea" },
      'platform: must be one of "github", "gitlab", "bitbucket", found "gitea"',
    ],
    [
      "a platform in a list",
      { platform: ["github"] },
      'platform: must be one of "github", "gitlab", "bitbucket", found a list',
    ],
    ["no repositories", { repositories: undefined }, "repositories: is missing"],
    [
      "a version of nothing",
      { credentialsVersion: 0 },
      "credentialsVersion: must be a whole number from 1, found 0",
    ],
    ["an id with a line break", { adopt: "rc_1\n" }, `adopt: ${NO_ID}, found "rc_1\\n"`],
    ["an id with words before it", { adopt: "my rc_1" }, `adopt: ${NO_ID}, found "my rc_1"`],
    ["the folder above for an id", { adopt: ".." }, `adopt: ${NO_ID}, found ".."`],
    ["the folder itself for an id", { adopt: "." }, `adopt: ${NO_ID}, found "."`],
    ["an encoded folder for an id", { adopt: "%2e%2e" }, `adopt: ${NO_ID}, found "%2e%2e"`],
    ["a path for an id", { adopt: "rc_1/../rc_2" }, `adopt: ${NO_ID}, found "rc_1/../rc_2"`],
    ["an empty id", { adopt: "" }, `adopt: ${NO_ID}`],
    ["an endless id", { adopt: "a".repeat(9_000) }, `adopt: ${NO_ID}, found "${"a".repeat(199)}…`],
    [
      "a duplicate that is allowed in words",
      { allowDuplicate: "yes" },
      'allowDuplicate: must be a boolean, found "yes"',
    ],
    ["an empty list", { repositories: [] }, "repositories: must name at least one repository"],
    ["nothing in a list", { serviceMappings: [null] }, "serviceMappings[0]: must be an object, found null"],
    ["no list", { repositories: "acme/x" }, 'repositories: must be a list, found "acme/x"'],
    ["a bare name", { repositories: ["x"] }, 'repositories[0]: must be owner/repo, found "x"'],
    [
      "a clone URL",
      { repositories: ["https://github.com/acme/x.git"] },
      'repositories[0]: must be owner/repo, found "https://github.com/acme/x.git"; did you mean "acme/x"?',
    ],
    [
      "too far back",
      { lookbackDays: 366 },
      "lookbackDays: must be a whole number of days from 1 to 365, found 366",
    ],
    [
      "days in a list",
      { lookbackDays: [7] },
      "lookbackDays: must be a whole number of days from 1 to 365, found a list",
    ],
    [
      "repositories in an object",
      { repositories: { a: "acme/x" } },
      "repositories: must be a list, found an object",
    ],
    [
      "a field that is not spelt out",
      { lookback: 7 },
      expect.stringContaining('is not a field here; did you mean "lookbackDays"?'),
    ],
    [
      "a field that is like no other",
      { somethingElse: 7 },
      expect.stringContaining("is not a field here; known fields are platform, credentials,"),
    ],
    [
      "an unknown field beside a value that is not known yet",
      { credentials: { token: UNKNOWN, tokn: "verysecret" } },
      'credentials.tokn: is not a field here; did you mean "token"? Known fields: token, baseUrl',
    ],
    [
      "an empty repository in a mapping",
      { serviceMappings: [{ serviceName: "api", repo: "" }] },
      "serviceMappings[0].repo: is empty",
    ],
    [
      "half a day",
      { lookbackDays: 0.5 },
      "lookbackDays: must be a whole number of days from 1 to 365, found 0.5",
    ],
    [
      "days as text",
      { lookbackDays: "7" },
      'lookbackDays: must be a whole number of days from 1 to 365, found "7"',
    ],
    ["a switch as text", { isActive: "yes" }, 'isActive: must be a boolean, found "yes"'],
    [
      "a typo",
      { lookbackdays: 7 },
      'lookbackdays: is not a field here; did you mean "lookbackDays"? Known fields: platform, credentials, credentialsFrom, projectId, repositories, serviceMappings, lookbackDays, isActive, credentialsVersion, adopt, allowDuplicate',
    ],
    [
      "a mapping to an undeclared repository",
      { serviceMappings: [{ serviceName: "api", repo: "acme/other" }] },
      'serviceMappings[0].repo: "acme/other" is not among repositories (acme/payments, acme/ledger); add it there or correct the name',
    ],
    [
      "a folder that cannot be stored",
      { serviceMappings: [{ serviceName: "api", repo: "acme/ledger", pathPrefix: "a\0" }] },
      'serviceMappings[0].pathPrefix: holds U+0000 or half of a character, which cannot be stored, found "a\\u0000"',
    ],
    [
      "a project that no header carries",
      { projectId: "proj\u200b" },
      'projectId: must be a project\'s id: letters, digits and signs, no white space, found "proj\u200b"',
    ],
    [
      "a typo in a mapping",
      { serviceMappings: [{ serviceName: "api", repo: "acme/ledger", pathprefix: "src" }] },
      'serviceMappings[0].pathprefix: is not a field here; did you mean "pathPrefix"? Known fields: serviceName, repo, pathPrefix, defaultBranch',
    ],
    [
      "a repeated mapping",
      {
        serviceMappings: [
          { serviceName: "api", repo: "acme/ledger" },
          { serviceName: "api", repo: "acme/ledger", pathPrefix: "", defaultBranch: "dev" },
        ],
      },
      "serviceMappings[1]: maps the same service to the same folder of a repository as serviceMappings[0]; leave one of them out",
    ],
    [
      "no credentials",
      { credentials: undefined },
      "credentials: is missing; give credentials, or credentialsFrom to keep them out of the state. Only a connection that is taken over (adopt) may keep those it has",
    ],
    ["a token alone", { credentials: "ghp_verysecret" }, "credentials: must be an object, found a string"],
    [
      "a token as number",
      { credentials: { token: 7 } },
      "credentials.token: must be a string, found a number",
    ],
    ["an empty token", { credentials: { token: "" } }, "credentials.token: is empty"],
    [
      "a token with its line break",
      { credentials: { token: "ghp_verysecret\n" } },
      "credentials.token: ends with U+000A LINE FEED: was it read with a line break at its end?",
    ],
    [
      "another platform's token",
      { credentials: { token: "glpat-verysecret" } },
      "credentials.token: looks like a token of gitlab, not of github",
    ],
    [
      "an app password on GitHub",
      { credentials: { token: "ghp_verysecret", appPassword: "verysecret" } },
      "credentials.appPassword: is not a field here; known fields are token, baseUrl",
    ],
    [
      "a secret in the place of a field's name",
      { credentials: { token: "t0ken", verysecret: "x" } },
      "credentials: has a field that is not one of token, baseUrl",
    ],
    [
      "a slip in a credential's name",
      { credentials: { token: "t0ken", tokn: "verysecret" } },
      'credentials.tokn: is not a field here; did you mean "token"? Known fields: token, baseUrl',
    ],
    [
      "GitHub.com as a server of one's own",
      { credentials: { token: "t", baseUrl: "https://api.github.com" } },
      'credentials.baseUrl: is for GitHub Enterprise Server (https://github.example.com/api/v3); leave it out, found "https://api.github.com"',
    ],
    [
      "an unprotected server",
      { credentials: { token: "t", baseUrl: "http://github.example.com/api/v3" } },
      'credentials.baseUrl: must start with https://: the token travels over it, found "http://github.example.com/api/v3"',
    ],
  ])("%s", (_, fields, expected) => {
    const found = problems({ ...github, ...fields });
    expect(found).toEqual([expected]);
    expect(found.join()).not.toContain("verysecret");
  });

  it("GitLab's API path, an e-mail address on Bitbucket, too few segments", () => {
    const gitlab = { platform: "gitlab", credentials: { token: "t", baseUrl: "https://git.example/api/v4" } };
    expect(problems({ ...gitlab, repositories: ["project"] })).toEqual([
      'credentials.baseUrl: must be the instance\'s address, without /api/v4, found "https://git.example/api/v4"',
      'repositories[0]: must be group/project or group/subgroup/project, found "project"',
    ]);
    const bitbucket = {
      platform: "bitbucket",
      credentials: { username: "me@example.com", appPassword: "p4ss" },
    };
    expect(problems({ ...bitbucket, repositories: ["a/b/c"] })).toEqual([
      'credentials.username: must be the user name, not the e-mail address, found "me@example.com"',
      'repositories[0]: must be workspace/repo-slug, found "a/b/c"',
    ]);
  });

  it("a mapping to none of the repositories, which it names as far as they have names", () => {
    const serviceMappings = [{ serviceName: "api", repo: "acme/other" }];
    expect(problems({ ...github, repositories: ["acme/x", 7], serviceMappings }).join()).toContain(
      '"acme/other" is not among repositories (acme/x); add it',
    );
    expect(problems({ ...github, repositories: [], serviceMappings }).join()).toContain(
      '"acme/other" is not among repositories (none); add it',
    );
  });

  it("everything at once", () => {
    const all = problems({
      platform: "github",
      credentials: {},
      repositories: ["x", "acme/y"],
      serviceMappings: [{ serviceName: "", repo: "acme/z" }],
      lookbackDays: 0,
      nonsense: 1,
    });
    expect(all.map((problem) => problem.split(": ")[0])).toEqual([
      "credentials.token",
      "repositories[0]",
      "serviceMappings[0].serviceName",
      "lookbackDays",
      "nonsense",
      "serviceMappings[0].repo",
    ]);
  });

  it("an organisation key without a project", () => {
    expect(problems(github, { ...settings, apiKey: "ss_org_1" })).toEqual([
      expect.stringMatching(/^projectId: is missing: the API key is an organisation key/),
    ]);
  });

  it("fields that JavaScript itself knows", () => {
    expect(problems({ ...github, constructor: 1 })).toEqual([
      expect.stringMatching(/^constructor: is not a field here/),
    ]);
    expect(problems({ ...github, platform: "constructor" })).toEqual([
      expect.stringMatching(/^platform: must be one of/),
    ]);
  });
});
