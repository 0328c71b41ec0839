import { describe, expect, it } from "vitest";
import { tokenOf, userName } from "./token";

const messages = (schema: ReturnType<typeof tokenOf> | typeof userName, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

describe("tokenOf", () => {
  it.each([
    ["github", "ghp_x"],
    ["github", "github_pat_x"],
    ["github", "gho_x"],
    ["github", "ghs_x"],
    ["gitlab", "glpat-x"],
  ])("accepts a token of %s that tells so, and refuses it to every other host: %s", (host, token) => {
    expect(messages(tokenOf(host), token)).toEqual([]);
    for (const other of ["github", "gitlab", "bitbucket"].filter((each) => each !== host))
      expect(messages(tokenOf(other), token)).toEqual([`looks like a token of ${host}, not of ${other}`]);
  });

  it.each([
    "t",
    "0123456789abcdef",
    "GHP_x",
    "glpat_x",
    "x-ghp_x",
    "x glpat-".replace(" ", ""),
  ])("accepts what does not tell its host, for any: %s", (token) => {
    for (const host of ["github", "gitlab", "bitbucket"]) expect(messages(tokenOf(host), token)).toEqual([]);
  });

  it.each(["ghp_x", "glpat-x", "t"])("accepts every host's while the host is not known: %s", (token) => {
    expect(messages(tokenOf(undefined), token)).toEqual([]);
  });

  it("refuses for any host what cannot travel, beside what else is wrong", () => {
    expect(messages(tokenOf(undefined), "")).toEqual(["is empty"]);
    expect(messages(tokenOf("github"), "glpat-x\n")).toEqual([
      "ends with U+000A LINE FEED: was it read with a line break at its end?",
      "looks like a token of gitlab, not of github",
    ]);
  });

  it("is as strict as any secret's text", () => {
    for (const value of [undefined, null, 7, ["ghp_x"], { token: "ghp_x" }]) {
      expect(userName.safeParse(value).success).toBe(false);
      expect(tokenOf("github").safeParse(value).success).toBe(false);
    }
  });
});

describe("userName", () => {
  it.each(["bot", "null", "xxx", "token", "ghp_reader", "a-b_c"])("accepts %s", (name) => {
    expect(messages(userName, name)).toEqual([]);
  });

  it.each([
    ["bot:planted", "must be the user name alone, without a colon and a password"],
    ["x-access-token:planted", "is a user name or a header with a token behind its colon"],
    [`ghp_${"aB3dE".repeat(8)}`, "must be the user name, and is a credential itself"],
    ["a b", "has, as its character 2, U+0020 SPACE"],
    ["", "is empty"],
  ])("refuses %j, which everybody could read there", (name, message) => {
    expect(messages(userName, name)).toEqual([expect.stringContaining(message)]);
  });
});
