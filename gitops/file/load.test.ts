import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDeclarations } from ".";
import { useProject } from "./testing/project";

const project = useProject();

const PAYMENTS = `
sigsentry:
  payments:
    platform: github
    credentials: { token: { config: githubToken } }
    repositories: [acme/payments]
`;

const payments = {
  platform: "github",
  credentials: { token: { config: "githubToken" } },
  repositories: ["acme/payments"],
};

describe("a file", () => {
  it("is a stack, whatever it is called", () => {
    project.write({ "connections.yaml": `project: prj_1\n${PAYMENTS}` });
    const { folder, stacks } = project.load();
    expect(folder).toBe(project.folder);
    expect(stacks).toMatchObject([
      {
        name: undefined,
        file: "connections.yaml",
        project: "prj_1",
        connections: { sigsentry: { payments }, coregit: {} },
      },
    ]);
  });

  it("declares both kinds, and secrets in every way", () => {
    project.write({
      "connections.yaml": `${PAYMENTS}
  kept: { platform: gitlab, credentials: keep, repositories: [a/b/c], adopt: rc_1 }
  mobile:
    platform: bitbucket
    credentials: { username: reader, appPassword: { file: ./secret } }
    repositories: [acme/app]
coregit:
  sync: { provider: github, label: robot, accessToken: { env: GITHUB_TOKEN }, verify: true }
  other: { provider: gitlab, label: other, accessToken: { config: "shared:token" }, deletionProtection: true }
`,
    });
    const [stack] = project.load().stacks;
    expect(stack?.connections.sigsentry).toEqual({
      payments,
      kept: { platform: "gitlab", credentials: "keep", repositories: ["a/b/c"], adopt: "rc_1" },
      mobile: {
        platform: "bitbucket",
        credentials: { username: "reader", appPassword: { file: "./secret" } },
        repositories: ["acme/app"],
      },
    });
    expect(stack?.connections.coregit).toEqual({
      sync: { provider: "github", label: "robot", accessToken: { env: "GITHUB_TOKEN" }, verify: true },
      other: {
        provider: "gitlab",
        label: "other",
        accessToken: { config: "shared:token" },
        deletionProtection: true,
      },
    });
  });

  it("of this repository is valid", () => {
    const [stack] = loadDeclarations(resolve(__dirname, "../..")).stacks;
    expect(Object.keys(stack?.connections.sigsentry ?? {})).toEqual(["payments", "platform", "mobile"]);
    expect(stack?.connections.coregit.sync).toMatchObject({
      label: "acme robot",
      accessToken: { config: "githubToken" },
    });
  });

  it("may have names that JavaScript's objects have too", () => {
    const connection = "{ provider: github, label: x, accessToken: keep }";
    project.write({ "connections.yaml": `coregit: { constructor: ${connection}, toString: ${connection} }` });
    expect(Object.keys(project.load().stacks[0]?.connections.coregit ?? {})).toEqual([
      "constructor",
      "toString",
    ]);
  });

  it("may hold no connections, if it says so", () => {
    project.write({ "connections.yaml": "sigsentry:\n  # none yet\ndefaults:\ncoregit: {}\n" });
    expect(project.load().stacks).toMatchObject([{ connections: { sigsentry: {}, coregit: {} } }]);
  });

  it("may start with a byte-order mark and have line breaks as on Windows", () => {
    project.write({ "connections.yaml": `\uFEFF${PAYMENTS.trimStart().replaceAll("\n", "\r\n")}` });
    expect(project.load().stacks).toMatchObject([{ connections: { sigsentry: { payments } } }]);
    project.write({ "connections.yaml": "\uFEFFsigsentrie: {}\r\n" });
    expect(project.error().problems).toMatchObject([{ line: 1, column: 1, path: "sigsentrie" }]);
  });

  it("uses anchors, aliases and merge keys, from fields that are not looked at", () => {
    project.write({
      "connections.yaml": `
x-token: &token { token: { env: GITHUB_TOKEN } }
x-base: &base { platform: github, credentials: *token, lookbackDays: 7 }
x-other: &other { lookbackDays: 8, isActive: false }
sigsentry:
  a: { <<: *base, repositories: &repositories [a/b] }
  b: { lookbackDays: 9, <<: [*base, *other], repositories: *repositories }
`,
    });
    const base = {
      platform: "github",
      credentials: { token: { env: "GITHUB_TOKEN" } },
      repositories: ["a/b"],
    };
    expect(project.load().stacks[0]?.connections.sigsentry).toEqual({
      a: { ...base, lookbackDays: 7 },
      b: { ...base, lookbackDays: 9, isActive: false },
    });
  });
});

describe("a folder", () => {
  it("is a stack a file, sorted", () => {
    project.write({
      "connections/b.yaml": "coregit: {}",
      "connections/a.prod-1.yaml": PAYMENTS,
      "connections/.#b.yaml": "what an editor leaves behind",
      "connections/README.md": "",
    });
    expect(project.load().stacks.map(({ name, file }) => [name, file])).toEqual([
      ["a.prod-1", "connections/a.prod-1.yaml"],
      ["b", "connections/b.yaml"],
    ]);
  });

  it("and a single file may end in .yml as well", () => {
    project.write({ "connections.yml": PAYMENTS });
    expect(project.load().stacks).toMatchObject([{ name: undefined, file: "connections.yml" }]);
    project.remove("connections.yml");
    project.write({
      "connections/_defaults.yml": "defaults: { sigsentry: { lookbackDays: 7 } }",
      "connections/pay.yml": PAYMENTS,
    });
    expect(project.load().stacks).toMatchObject([
      {
        name: "pay",
        file: "connections/pay.yml",
        connections: { sigsentry: { payments: { lookbackDays: 7 } } },
      },
    ]);
  });

  it("may hold no file any more", () => {
    project.write({ "connections/_defaults.yaml": "" });
    expect(project.load().stacks).toEqual([]);
  });
});
