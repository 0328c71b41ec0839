import { describe, expect, it } from "vitest";
import { declarations } from "../testing/declared";
import { rotationOf, rotationsOf, sharing } from "./rotation";
import { shardsOf } from "./shards";

const shards = () =>
  shardsOf(
    declarations({
      "connections/a.yaml": `
project: prj_a
sigsentry:
  api: { platform: github, credentials: { token: { env: GITHUB } }, repositories: [x/api] }
  web: { platform: github, credentials: { token: { env: GITHUB } }, repositories: [x/web] }
  old: { platform: gitlab, credentials: keep, adopt: rc_1, repositories: [x/old] }
coregit:
  sync: { provider: gitlab, label: sync, accessToken: { config: gitlab } }
`,
      "connections/b.yaml": `
project: prj_b
sigsentry:
  api: { platform: bitbucket, credentials: { username: u, appPassword: { file: p } }, repositories: [x/api] }
`,
    }),
    [],
    [],
  );

const named = (rotations: ReturnType<typeof rotationsOf>) =>
  rotations.map(({ shard, connections }) => [shard.name, connections.map(({ name }) => name)]);

describe("rotationOf", () => {
  it("finds a connection by its name, or by its stack's and its own", () => {
    expect(named([rotationOf(shards(), "sync")])).toEqual([["a", ["sync"]]]);
    expect(named([rotationOf(shards(), "b/api")])).toEqual([["b", ["api"]]]);
  });

  it("does not guess", () => {
    expect(() => rotationOf(shards(), "api")).toThrow("say which one: a/api, b/api.");
    expect(() => rotationOf(shards(), "nobody")).toThrow("No file declares a connection nobody.");
  });
});

describe("rotationsOf", () => {
  it("is every connection with a reference, of both kinds, to one code host where that is said", () => {
    expect(named(rotationsOf(shards(), undefined))).toEqual([
      ["a", ["api", "web", "sync"]],
      ["b", ["api"]],
    ]);
    expect(named(rotationsOf(shards(), "gitlab"))).toEqual([["a", ["sync"]]]);
    expect(named(rotationsOf(shards(), "bitbucket"))).toEqual([["b", ["api"]]]);
  });
});

describe("sharing", () => {
  it("names the others that read the same secret", () => {
    expect(sharing(rotationOf(shards(), "web"))).toEqual([
      "web reads env GITHUB. So does api, which is not rotated here.",
    ]);
    expect(sharing(rotationOf(shards(), "sync"))).toEqual([]);
  });
});
