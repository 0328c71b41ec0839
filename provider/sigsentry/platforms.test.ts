import { describe, expect, it } from "vitest";
import { CREDENTIALS, type Platform, problemWithRepository } from "./platforms";

describe("problemWithRepository", () => {
  it.each<[Platform, string]>([
    ["github", "a/b"],
    ["github", "Acme-1_x/.github"],
    ["github", "acme/x.y-z_9"],
    ["gitlab", "group/project"],
    ["gitlab", "_g.r-o/sub_1/project.name-9"],
    ["bitbucket", "work_space-1/repo.slug-2_"],
    ["bitbucket", "-w/.x"],
    ["gitlab", "acme/.config"],
    ["gitlab", ".group/sub.group/-project"],
    ["github", "-legacy-/x"],
    ["bitbucket", "a.b/c"],
  ])("accepts on %s: %s", (platform, name) => {
    expect(problemWithRepository(platform, name)).toBeUndefined();
  });

  it.each<[Platform, string]>([
    ["github", "acme"],
    ["github", "acme/x/y"],
    ["github", "acme/."],
    ["github", "acme/.."],
    ["github", "ac me/x"],
    ["github", "acme/x y"],
    ["github", "/acme/x"],
    ["gitlab", "project"],
    ["gitlab", "group/../project"],
    ["gitlab", "./project"],
    ["gitlab", "group//project"],
    ["gitlab", " group/project"],
    ["gitlab", "group/project "],
    ["bitbucket", "a/b/c"],
    ["bitbucket", "a/c d"],
  ])("refuses on %s, with nothing to suggest: %j", (platform, name) => {
    expect(problemWithRepository(platform, name)).toEqual({
      message: expect.stringMatching(/^must be \w+\//),
      suggestion: undefined,
    });
  });

  it.each<[Platform, string, string]>([
    ["github", "https://github.com/acme/x", "acme/x"],
    ["github", "HTTPS://github.com/acme/x.git", "acme/x"],
    ["github", "git+ssh://git@github.com/acme/x.git", "acme/x"],
    ["github", "git@github.com:acme/x.git", "acme/x"],
    ["github", "acme/x.git", "acme/x"],
    ["github", "acme/x//", "acme/x"],
    ["github", "acme/x.git.io/", "acme/x.git.io"],
    ["gitlab", "https://git.example:8443/group/sub/project/", "group/sub/project"],
    ["bitbucket", "deploy@bitbucket.org:acme/x", "acme/x"],
  ])("suggests on %s what was meant by %s: %s", (platform, name, suggestion) => {
    expect(problemWithRepository(platform, name)).toMatchObject({ suggestion });
  });

  it("suggests nothing that is refused as well", () => {
    expect(problemWithRepository("github", "https://github.com/acme")?.suggestion).toBeUndefined();
  });
});

describe("credentials", () => {
  const problems = (platform: Platform, credentials: unknown) =>
    (CREDENTIALS[platform].safeParse(credentials).error?.issues ?? []).map(({ message }) => message);

  it.each<[Platform, string]>([
    ["github", "glpat-x"],
    ["gitlab", "ghp_x"],
    ["gitlab", "github_pat_x"],
    ["gitlab", "gho_x"],
    ["gitlab", "ghs_x"],
  ])("of %s are no token of another platform: %s", (platform, token) => {
    expect(problems(platform, { token })).toEqual([
      expect.stringMatching(/^looks like a token of \w+, not of/),
    ]);
  });

  it.each<[Platform, string]>([
    ["github", "ghp_x"],
    ["gitlab", "glpat-x"],
    ["github", "my-glpat-x"],
    ["gitlab", "my_ghp_x"],
  ])("of %s may be the token %s", (platform, token) => {
    expect(problems(platform, { token })).toEqual([]);
  });

  it.each<[Platform, string, string]>([
    ["github", "nowhere", "must be a URL"],
    ["github", "http://git.example", "must start with https://: the token travels over it"],
    ["github", "https://u@git.example", "must not contain a user name or password"],
    ["github", "https://:p@git.example", "must not contain a user name or password"],
    ["gitlab", "https://git.example?x=1", "must not contain a query or a fragment"],
    ["gitlab", "https://git.example#x", "must not contain a query or a fragment"],
    ["gitlab", "https://git.example#", "must not contain a query or a fragment"],
    ["github", "https://git.example/?", "must not contain a query or a fragment"],
    ["github", "https://git\t.example", "must not contain white space, control characters or backslashes"],
    ["github", "https://git.example\\x", "must not contain white space, control characters or backslashes"],
    ["gitlab", "https:git.example", "must have :// and a host behind its scheme"],
    ["github", "https://github.com", "is for GitHub Enterprise Server"],
    ["github", "https://www.github.com/api/v3", "is for GitHub Enterprise Server"],
    ["gitlab", "https://git.example/api/v4", "must be the instance's address, without /api/v4"],
    ["gitlab", "https://git.example/gitlab/api/v10//", "must be the instance's address, without /api/v4"],
  ])("of %s are not sent to %s", (platform, baseUrl, message) => {
    expect(problems(platform, { token: "t", baseUrl })).toEqual([expect.stringContaining(message)]);
  });

  it.each<[Platform, string]>([
    ["github", "https://github.com.example"],
    ["github", "https://my-github.com/api/v3"],
    ["gitlab", "https://git.example/api/v4/gitlab"],
    ["gitlab", "https://git.example/gitlab/api/v"],
  ])("of %s may be sent to %s", (platform, baseUrl) => {
    expect(problems(platform, { token: "t", baseUrl })).toEqual([]);
  });

  it("of Bitbucket are a user name and an app password", () => {
    expect(problems("bitbucket", { username: "me", appPassword: "p" })).toEqual([]);
    expect(problems("bitbucket", { username: "me", appPassword: "" })).toEqual(["is empty"]);
    expect(problems("bitbucket", { username: "m e", appPassword: "p w" })).toEqual([
      "has, as its character 2, U+0020 SPACE",
      "has, as its character 2, U+0020 SPACE",
    ]);
    expect(problems("bitbucket", { username: "me:p", appPassword: "ghp_x" })).toEqual([
      "must be the user name alone, without a colon and a password",
      "looks like a token of github, not of bitbucket",
    ]);
  });
});
