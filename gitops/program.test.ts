import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useProject } from "./file/testing/project";

const project = useProject();

const home = process.cwd();
let made: MockResourceArgs[];

beforeEach(async () => {
  made = [];
  vi.resetModules();
  vi.stubEnv("GITHUB_TOKEN", "ghp_inTheEnvironment");
  vi.stubEnv("NOT_SET", undefined);
  vi.stubEnv("SIGSENTRY_API_KEY", "ss_secret_of-these-tests");
  vi.stubEnv("COREGIT_API_KEY", "cgk_live_of-these-tests");
  vi.stubEnv("REPO_CONNECTIONS_PRUNE", undefined);
  vi.stubEnv("REPO_CONNECTIONS_TARGETS", undefined);
  pulumi.runtime.setAllConfig({
    "tool:githubToken": "ghp_inTheConfiguration",
    "shared:password": "pa55word",
  });
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        made.push(args);
        return { id: args.name, state: args.inputs };
      },
      call: () => ({}),
    },
    "tool",
    "prod",
    false,
  );
});
afterEach(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
});

/** Runs the program, as Pulumi does, in the folder of `main`. */
async function run(files: Readonly<Record<string, string>>): Promise<void> {
  project.write(files);
  const folder = join(project.folder, "dist/gitops");
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  await import("./program.js");
  await pulumi.runtime.disconnect();
}

async function refusal(files: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await run(files).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(made).toEqual([]);
  if (!pulumi.RunError.isInstance(error)) throw new Error("The program did not end with a RunError.");
  return error.message;
}

/** What was declared of each resource, by name, secrets marked. */
const declared = () =>
  Object.fromEntries(
    made.map(({ name, inputs }) => [
      name,
      Object.fromEntries(Object.entries(inputs).filter(([key]) => !key.startsWith("__"))),
    ]),
  );

const SECRET_KEY = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({ [SECRET_KEY]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("the program", () => {
  it("makes every connection of connections.yaml, whatever the stack is called", async () => {
    vi.stubEnv("GITLAB_TOKEN", "glpat-ofThisTest");
    await run({
      "connections.yaml": `
project: prj_1
sigsentry:
  a: { platform: github, repositories: [a/b], credentials: { token: { config: githubToken }, baseUrl: https://x.example.com } }
  b: { platform: gitlab, repositories: [a/b], credentials: { token: { env: GITLAB_TOKEN } }, lookbackDays: 3 }
  c: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: { config: "shared:password" } } }
  d: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: { file: secrets/x } } }
  e: { platform: github, repositories: [a/b], credentials: keep, adopt: rc_1 }
coregit:
  f: { provider: github, label: f, accessToken: { config: githubToken }, verify: true }
  g: { provider: github, label: g, accessToken: { env: GITHUB_TOKEN } }
  h: { provider: github, label: h, accessToken: keep, adopt: id }
`,
      "secrets/x": "pa55word\n",
    });
    const common = { projectId: "prj_1", repositories: ["a/b"] };
    expect(declared()).toEqual({
      a: {
        ...common,
        platform: "github",
        credentials: secret({ baseUrl: "https://x.example.com", token: "ghp_inTheConfiguration" }),
      },
      b: {
        ...common,
        platform: "gitlab",
        lookbackDays: 3,
        credentialsFrom: { token: { env: "GITLAB_TOKEN" } },
      },
      c: {
        ...common,
        platform: "bitbucket",
        credentials: secret({ username: "u", appPassword: "pa55word" }),
      },
      d: {
        ...common,
        platform: "bitbucket",
        credentialsFrom: { username: "u", appPassword: { file: "../../secrets/x" } },
      },
      e: { ...common, platform: "github", adopt: "rc_1" },
      f: { provider: "github", label: "f", verify: true, accessToken: secret("ghp_inTheConfiguration") },
      g: {
        provider: "github",
        label: "g",
        accessTokenFrom: { env: "GITHUB_TOKEN" },
      },
      h: { provider: "github", label: "h", adopt: "id" },
    });
  });

  it("makes those of the stack's file in a folder", async () => {
    await run({
      "connections/prod.yaml":
        "coregit: { a: { provider: github, label: a, accessToken: { env: GITHUB_TOKEN } } }",
      "connections/test.yaml":
        "coregit: { b: { provider: github, label: b, accessToken: { env: NOT_SET } } }",
    });
    expect(Object.keys(declared())).toEqual(["a"]);
  });

  it("refuses a stack without a file, and says which there are", async () => {
    const message = await refusal({
      "connections/test.yaml": "coregit: {}",
      "connections/dev.yaml": "coregit: {}",
    });
    expect(message).toContain("No file declares the stack prod: there is no connections/prod.yaml.");
    expect(message).toContain("Stacks with a file: dev, test.");
    expect(message).toContain("REPO_CONNECTIONS_PRUNE=true");
  });

  it("declares nothing for one when it is told to prune, and no other word will do", async () => {
    vi.stubEnv("REPO_CONNECTIONS_PRUNE", "true");
    await run({ "connections/test.yaml": "coregit: {}" });
    expect(made).toEqual([]);
    vi.resetModules();
    vi.stubEnv("REPO_CONNECTIONS_PRUNE", "1");
    await refusal({});
  });

  it("ends with what is wrong with the files, of every stack", async () => {
    const message = await refusal({
      "connections/prod.yaml": "coregit: {}",
      "connections/test.yaml": "nonsense: 1",
    });
    expect(message).toMatch(/^connections\/test\.yaml:1:1: nonsense: is not a field here/);
  });

  it("names the keys of both services at once, beside the secrets, with the command for this stack", async () => {
    vi.stubEnv("SIGSENTRY_API_KEY", undefined);
    vi.stubEnv("COREGIT_API_KEY", "not a key");
    const files = (sigsentry: string) => ({
      "connections.yaml": `sigsentry: { ${sigsentry} }
coregit: { c: { provider: github, label: c, accessToken: { env: NOT_SET } } }
`,
    });
    const ofSigsentry = "a: { platform: github, repositories: [a/b], credentials: keep }";
    const message = await refusal(files(ofSigsentry));
    expect(message).toContain("sigsentry:apiKey: is not set. Make a secret key");
    expect(message).toContain(
      "`pulumi config set --secret sigsentry:apiKey --stack prod`, or in SIGSENTRY_API_KEY.\n  Needed by sigsentry.a.\n",
    );
    expect(message).toMatch(/^coregit:apiKey: .* `pulumi config set --secret coregit:apiKey --stack prod`/m);
    expect(message).toContain("connections.yaml:2:58: the environment variable NOT_SET is not set");
    expect(message).not.toContain("not a key");
    vi.resetModules();
    expect(await refusal(files(""))).not.toContain("sigsentry:apiKey");
  });

  it("declares nothing of what the engine leaves alone, and needs nothing of it", async () => {
    vi.stubEnv("COREGIT_API_KEY", undefined);
    const files = {
      "connections.yaml": `sigsentry:
  a: { platform: github, repositories: [a/b], credentials: { token: { env: GITHUB_TOKEN } } }
  b: { platform: github, repositories: [a/b], credentials: { token: { config: missing } } }
coregit:
  d: { provider: github, label: d, accessToken: { env: NOT_SET } }
`,
    };
    vi.stubEnv("REPO_CONNECTIONS_TARGETS", '[{"kind":"sigsentry","name":"a"}]');
    await run(files);
    expect(Object.keys(declared())).toEqual(["a"]);
    made = [];
    vi.resetModules();
    vi.stubEnv("REPO_CONNECTIONS_TARGETS", '[{"kind":"sigsentry","name":"b"},{"kind":"coregit","name":"d"}]');
    const message = await refusal(files);
    expect(message).toMatch(/coregit:apiKey[\s\S]*the secret missing is not set[\s\S]*NOT_SET is not set/);
    expect(message).not.toContain("GITHUB_TOKEN");
  });

  it("names every secret that nobody issues at once, wherever it is read, and makes nothing", async () => {
    vi.stubEnv("QUOTED", '"ghp_ofThisTest"');
    const message = await refusal({
      "connections.yaml": `sigsentry:
  a: { platform: gitlab, repositories: [a/b], credentials: { token: { env: GITHUB_TOKEN } } }
  b: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: { file: secrets/x } } }
coregit:
  c: { provider: github, label: c, accessToken: { env: QUOTED } }
  d: { provider: github, label: d, accessToken: { env: QUOTED } }
  e: { provider: gitlab, label: e, accessToken: { config: githubToken } }
`,
      "secrets/x": "%TOKEN%\n",
    });
    expect(message).toBe(`Something that connections.yaml needs is missing or wrong. Nothing was changed.

connections.yaml:2:69: the environment variable GITHUB_TOKEN looks like a token of github, not of gitlab
  Needed by sigsentry.a.
connections.yaml:3:91: the file secrets/x is a placeholder that nothing has filled in: give the token that it stands for
  Needed by sigsentry.b.
connections.yaml:5:49: the environment variable QUOTED starts with U+0022 QUOTATION MARK: leave the quotes out
  Needed by coregit.c.
connections.yaml:6:49: the environment variable QUOTED starts with U+0022 QUOTATION MARK: leave the quotes out
  Needed by coregit.d.
connections.yaml:7:49: the secret githubToken looks like a token of github, not of gitlab
  Needed by coregit.e.`);
  });

  it("names every secret that is not there at once, where it is referred to, and makes nothing", async () => {
    vi.stubEnv("EMPTY", "");
    const message = await refusal({
      "connections.yaml": `defaults:
  sigsentry: { platform: github, credentials: { github: { token: { config: other } } } }
sigsentry:
  a: { repositories: [a/b] }
  b: { repositories: [a/b] }
coregit:
  c: { provider: github, label: c, accessToken: { config: "shared:token" } }
  d: { provider: github, label: d, accessToken: { env: NOT_SET } }
  e: { provider: github, label: e, accessToken: { env: EMPTY } }
  f: { provider: github, label: f, accessToken: { file: not/there } }
  g: { provider: github, label: g, accessToken: { env: GITHUB_TOKEN } }
`,
    });
    const there = join(realpathSync(project.folder), "not/there");
    expect(message).toBe(`Something that connections.yaml needs is missing or wrong. Nothing was changed.

connections.yaml:2:66: the secret other is not set in the stack's configuration; set it with \`pulumi config set --secret other --stack prod\`
  Needed by sigsentry.a, sigsentry.b.
connections.yaml:7:49: the secret shared:token is not set in the stack's configuration; set it with \`pulumi config set --secret shared:token --stack prod\`
  Needed by coregit.c.
connections.yaml:8:49: the environment variable NOT_SET is not set where pulumi runs
  Needed by coregit.d.
connections.yaml:9:49: the environment variable EMPTY is empty where pulumi runs
  Needed by coregit.e.
connections.yaml:10:49: the file ../../not/there cannot be read (ENOENT); it was looked for at ${there}
  Needed by coregit.f.`);
  });
});
