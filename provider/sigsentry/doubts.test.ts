import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../contract";
import { doubtsAbout } from "./doubts";

const inMapping = (fields: object) =>
  doubtsAbout({ platform: "github", serviceMappings: [{ serviceName: "s", repo: "a/b", ...fields }] });

describe("doubtsAbout", () => {
  it.each([
    "",
    "src",
    "src/",
    "services/api",
    ".github",
    "a.b/..c",
    "pages/[id]",
    "a b",
    "café",
  ])("has none about the folder %j", (pathPrefix) => expect(inMapping({ pathPrefix })).toEqual([]));

  it.each([
    ["/x/", "starts with a slash: it is a folder in the repository, services/api for one"],
    ["./x", "has a . or .. in it: name the folder as it is seen from the repository's root"],
    ["x/../y", "has a . or .. in it: name the folder as it is seen from the repository's root"],
    ["../x", "has a . or .. in it: name the folder as it is seen from the repository's root"],
    ["x\\y", "has a backslash: folders of a repository are separated by /"],
    ["**", "has a *: it names one folder and is no pattern"],
    ["x//y", "has two slashes in a row"],
    ["x ", "starts or ends with white space"],
  ])("tells of the folder %j", (pathPrefix, message) => {
    expect(inMapping({ pathPrefix })).toEqual([{ path: "serviceMappings[0].pathPrefix", message }]);
  });

  it.each([
    "main",
    "release/1.2",
    "feature/x_y-z",
    "origin/main",
    "ветка",
    "@x",
  ])("has none about the branch %j", (defaultBranch) => expect(inMapping({ defaultBranch })).toEqual([]));

  it.each<[string, string]>([
    ["refs/heads/main", "is a ref: write the branch alone, main for refs/heads/main"],
    ["main ", "starts or ends with white space, which no branch does"],
    ...["a b", "a..b", "x~1", "/main", "main/", ".main", "a/.b", "x.lock", "@", "a@{1}", "*", "a\u0007"].map(
      (name): [string, string] => [name, "is no name that git allows for a branch"],
    ),
  ])("tells of the branch %j", (defaultBranch, message) => {
    expect(inMapping({ defaultBranch })).toEqual([{ path: "serviceMappings[0].defaultBranch", message }]);
  });

  it.each([
    ["github", "https://github.example.com/api/v3/", undefined],
    ["github", "https://gateway.example.com/github/api/v3", undefined],
    ["github", "https://api.acme.ghe.com", undefined],
    ["github", "https://acme.ghe.com", "is not the API, which is https://api.acme.ghe.com"],
    [
      "github",
      "https://github.example.com",
      "has no /api/v3 at its end, where a GitHub Enterprise Server has its API",
    ],
    ["gitlab", "https://gitlab.example.com", undefined],
    ["github", "nowhere", undefined],
  ])("of %s looks at the address %s", (platform, baseUrl, message) => {
    const expected = (path: string) => (message === undefined ? [] : [{ path, message }]);
    expect(doubtsAbout({ platform, credentials: { token: "t", baseUrl } })).toEqual(
      expected("credentials.baseUrl"),
    );
    expect(doubtsAbout({ platform, credentialsFrom: { token: { env: "T" }, baseUrl } })).toEqual(
      expected("credentialsFrom.baseUrl"),
    );
  });

  it("passes over what is not known, not there or of another form", () => {
    for (const value of [UNKNOWN, undefined, null, 7, "x", [UNKNOWN], [7], {}])
      expect(doubtsAbout({ platform: "github", serviceMappings: value, credentials: value })).toEqual([]);
    expect(inMapping({ pathPrefix: UNKNOWN, defaultBranch: 7 })).toEqual([]);
  });
});
