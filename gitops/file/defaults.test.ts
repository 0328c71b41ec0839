import { describe, expect, it } from "vitest";
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

describe("defaults", () => {
  const DEFAULTS = `
defaults:
  sigsentry:
    platform: github
    lookbackDays: 60
    isActive: true
    credentials:
      github: { token: { env: GITHUB_TOKEN } }
      gitlab: { token: { env: GITLAB_TOKEN }, baseUrl: https://gitlab.example.com }
  coregit:
    provider: gitlab
    verify: true
    deletionProtection: true
    accessToken: { github: { env: GITHUB_TOKEN }, gitlab: { config: gitlabToken } }
`;

  it("fill in what a connection does not say, credentials by its host", () => {
    project.write({
      "connections.yaml": `${DEFAULTS}
sigsentry:
  a: { repositories: [a/b] }
  b: { platform: gitlab, repositories: [a/b], lookbackDays: 5 }
  c: { platform: bitbucket, repositories: [a/b], isActive: false }
  d: { repositories: [a/b], credentials: { token: { file: /x } } }
  e: { repositories: [a/b], credentials: keep, adopt: rc_1 }
coregit:
  f: { label: f }
  g: { label: g, provider: github, verify: false }
`,
    });
    const [stack] = project.load().stacks;
    const common = { repositories: ["a/b"], lookbackDays: 60, isActive: true };
    const github = { token: { env: "GITHUB_TOKEN" } };
    const gitlab = { token: { env: "GITLAB_TOKEN" }, baseUrl: "https://gitlab.example.com" };
    expect(stack?.connections.sigsentry).toEqual({
      a: { ...common, platform: "github", credentials: github },
      b: { ...common, platform: "gitlab", lookbackDays: 5, credentials: gitlab },
      c: { ...common, platform: "bitbucket", isActive: false },
      d: { ...common, platform: "github", credentials: { token: { file: "/x" } } },
      e: { ...common, platform: "github", credentials: "keep", adopt: "rc_1" },
    });
    const coregit = { verify: true, deletionProtection: true };
    expect(stack?.connections.coregit).toEqual({
      f: { ...coregit, provider: "gitlab", label: "f", accessToken: { config: "gitlabToken" } },
      g: { ...coregit, provider: "github", label: "g", accessToken: { env: "GITHUB_TOKEN" }, verify: false },
    });
  });

  it("of a folder hold for all its files, a file's own before them, field by field and host by host", () => {
    project.write({
      "connections/_defaults.yaml": `x-n: &n 60\n${DEFAULTS.replace("60", "*n")}`,
      "connections/a.yaml": `
project: a
defaults:
  sigsentry: { lookbackDays: 5, credentials: { gitlab: { token: { env: OTHER } } } }
sigsentry:
  one: { repositories: [a/b] }
  two: { platform: gitlab, repositories: [a/b] }
`,
    });
    const [stack] = project.load().stacks;
    const common = { repositories: ["a/b"], lookbackDays: 5, isActive: true };
    expect(stack?.connections.sigsentry).toEqual({
      one: { ...common, platform: "github", credentials: { token: { env: "GITHUB_TOKEN" } } },
      two: { ...common, platform: "gitlab", credentials: { token: { env: "OTHER" } } },
    });
    expect(stack?.defaults).toMatchObject({
      sigsentry: {
        platform: "github",
        lookbackDays: 5,
        credentials: { github: { token: { env: "GITHUB_TOKEN" } }, gitlab: { token: { env: "OTHER" } } },
      },
      coregit: { verify: true },
    });
  });

  it("may be empty", () => {
    project.write({ "connections/_defaults.yaml": "# none\n", "connections/a.yaml": PAYMENTS });
    expect(project.load().stacks).toMatchObject([{ connections: { sigsentry: { payments } } }]);
  });
});
