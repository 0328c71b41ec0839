import { describe, expect, it } from "vitest";
import { differences } from "./differences";

const mapping = (serviceName: string, more = {}) => ({
  serviceName,
  repo: "acme/a",
  pathPrefix: "",
  defaultBranch: "main",
  ...more,
});

describe("differences", () => {
  it("tells a value by what it was and what it is", () => {
    expect(
      differences("sigsentry", { lookbackDays: 30, isActive: true }, { lookbackDays: 60, isActive: true }),
    ).toEqual([{ path: "lookbackDays", from: 30, to: 60 }]);
    expect(differences("sigsentry", {}, { label: "x" })).toEqual([{ path: "label", to: "x" }]);
    expect(differences("sigsentry", { label: "x" }, {})).toEqual([{ path: "label", from: "x" }]);
  });

  it("shows no credentials, though they stand in the state in the clear", () => {
    const masked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "" };
    expect(differences("sigsentry", { credentials: { token: "planted" } }, { credentials: masked })).toEqual([
      { path: "credentials", from: "[secret]", to: "[secret]" },
    ]);
    expect(
      differences("sigsentry", { credentials: { token: {}, appPassword: "planted" } }, { credentials: {} }),
    ).toEqual([{ path: "credentials", from: "[secret]", to: "[secret]" }]);
    expect(differences("coregit", { accessToken: "planted" }, {})).toEqual([
      { path: "accessToken", from: "[secret]" },
    ]);
  });

  it("tells repositories as a set", () => {
    expect(differences("sigsentry", { repositories: ["b", "a"] }, { repositories: ["a", "c"] })).toEqual([
      { path: "repositories", added: ["c"], removed: ["b"] },
    ]);
    expect(differences("sigsentry", { repositories: ["b", "a"] }, { repositories: ["a", "b"] })).toEqual([]);
  });

  it("tells service mappings apart by service and repository", () => {
    const from = { serviceMappings: [mapping("api"), mapping("web"), mapping("old")] };
    const to = {
      serviceMappings: [mapping("web", { defaultBranch: "develop" }), mapping("api"), mapping("new")],
    };
    expect(differences("sigsentry", from, to)).toEqual([
      { path: "serviceMappings", added: [mapping("new")], removed: [mapping("old")] },
      { path: "serviceMappings[web, acme/a].defaultBranch", from: "main", to: "develop" },
    ]);
  });

  describe("of mappings of one service and repository", () => {
    const inFolder = (pathPrefix: string, more = {}) => mapping("api", { pathPrefix, ...more });
    const between = (from: readonly object[], to: readonly object[]) =>
      differences("sigsentry", { serviceMappings: from }, { serviceMappings: to });

    it("tell a new folder as such, where there is one of them only", () => {
      expect(between([inFolder("src")], [inFolder("lib")])).toEqual([
        { path: "serviceMappings[api, acme/a].pathPrefix", from: "src", to: "lib" },
      ]);
    });

    it("tell them apart by their folders, where there are several on either side", () => {
      const dev = { defaultBranch: "dev" };
      expect(between([inFolder(""), inFolder("src")], [inFolder("src", dev), inFolder("", dev)])).toEqual([
        { path: 'serviceMappings[api, acme/a, ""].defaultBranch', from: "main", to: "dev" },
        { path: "serviceMappings[api, acme/a, src].defaultBranch", from: "main", to: "dev" },
      ]);
      expect(between([inFolder("src")], [inFolder("lib"), inFolder("src")])).toEqual([
        { path: "serviceMappings", added: [inFolder("lib")] },
      ]);
      expect(between([inFolder("a"), inFolder("b")], [inFolder("b"), inFolder("c")])).toEqual([
        { path: "serviceMappings", added: [inFolder("c")], removed: [inFolder("a")] },
      ]);
    });

    it("lose none that differs by its branch alone", () => {
      const [main, dev] = [inFolder("src"), inFolder("src", { defaultBranch: "dev" })];
      expect(between([main], [dev, main])).toEqual([{ path: "serviceMappings", added: [dev] }]);
    });
  });

  it("tells which reference changed", () => {
    const from = { credentialsFrom: { token: { env: "A" }, baseUrl: "https://x.example" } };
    const to = { credentialsFrom: { token: { env: "B" }, baseUrl: "https://x.example" } };
    expect(differences("sigsentry", from, to)).toEqual([
      { path: "credentialsFrom.token", from: { env: "A" }, to: { env: "B" } },
    ]);
  });

  it("shows no secret, not even a mask's", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "[secret]" };
    const to = { accessToken: secret, accessTokenFingerprint: secret, adopt: "x", allowDuplicate: true };
    expect(differences("coregit", {}, to)).toEqual([{ path: "accessToken", to: "[secret]" }]);
  });

  it("sorts by path, so that a plan can be compared with another", () => {
    const paths = differences("sigsentry", { b: 1, c: 1, a: 1 }, { c: 2, a: 2, b: 2 }).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(["a", "b", "c"]);
  });
});
