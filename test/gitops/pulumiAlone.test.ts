import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { declareStacks, fileOf } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import { CALL, COREGIT_CALL } from "../support/service";

const CLEAN = ["preview", "--refresh", "--expect-no-changes"];

/** What `pulumi` says where it must fail. */
async function failure(project: GitopsProject, ...args: string[]): Promise<string> {
  const succeeded = await project.pulumi(...args).then(
    (stdout) => stdout,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  if (succeeded instanceof Error) return succeeded.message;
  throw new Error(`pulumi ${args.join(" ")} must fail, and did not:\n${succeeded}`);
}

test("pulumi up applies a single file, whatever the stack is called; both tools find nothing left to do", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const file = (days: number, rest = "") => `project: ${service.projectId}
sigsentry:
  payments: { platform: github, credentials: { token: { env: GITHUB_TOKEN } }, repositories: [a/b], lookbackDays: ${days} }
  mobile: { platform: bitbucket, credentials: { username: u, appPassword: { config: app } }, repositories: [a/c] }
coregit:
  sync: { provider: github, label: sync, accessToken: { file: secrets/sync }, verify: true }
${rest}`;
  await project.write("connections.yaml", file(30));
  await project.write("secrets/sync", "token-in-the-folder-of-the-project\n");
  // The program runs elsewhere, where the path would be another one.
  await project.write("app/program.js", await project.read("index.js"));
  await project.write("app/secrets/sync", "token-in-the-folder-of-the-program\n");
  const settings = await project.read("Pulumi.yaml");
  await project.write("Pulumi.yaml", settings.replace("main: index.js", "main: app/program.js"));
  await project.pulumi("stack", "init", "eu.production_1");
  await project.pulumi("config", "set", "--secret", "app", "the-app-password");
  await project.pulumi("up", "--yes", "--skip-preview");
  expect(await service.connections()).toHaveLength(2);
  expect((await service.onlyCoregitConnection()).tokenSha256).toBe(
    sha256("token-in-the-folder-of-the-project"),
  );
  expect(await project.report(0, "plan", "--refresh")).toMatchObject({
    summary: { changes: { none: 3 } },
    stacks: [{ name: "eu.production_1", file: "connections.yaml" }],
  });

  const more = "  ci: { provider: gitlab, label: ci, accessToken: { env: GITLAB_TOKEN } }\n";
  await project.write("connections.yaml", file(7, more));
  project.environment.GITLAB_TOKEN = "glpat-the-first-token-of-this-test";
  expect(await project.report(0, "apply", "--yes")).toMatchObject({
    summary: { changes: { none: 2, update: 1, create: 1 } },
  });
  await project.pulumi(...CLEAN);
  expect((await project.pulumi("stack", "--show-name")).trim()).toBe("eu.production_1");
  await project.pulumi("destroy", "--yes", "--skip-preview");
  expect([await service.connections(), await service.coregitConnections()]).toEqual([[], []]);
  expect(await project.report(2, "plan")).toMatchObject({ summary: { changes: { create: 4 } } });
});

test("pulumi up applies the file of its stack, and refuses a stack that has none", async ({
  service,
  project,
}) => {
  const { alpha = "", beta = "" } = await declareStacks(project, service, { alpha: 2, beta: 1 });
  await project.pulumi("stack", "init", "alpha");
  await project.pulumi("up", "--yes", "--skip-preview");
  expect([await service.connections(alpha), await service.connections(beta)]).toMatchObject([[{}, {}], []]);
  expect(await project.report(2, "plan")).toMatchObject({ summary: { changes: { none: 2, create: 1 } } });
  await project.expect(0, "apply", "--yes");
  await project.pulumi("preview", "--stack", "beta", ...CLEAN.slice(1));
  await project.write("connections/beta.yaml", fileOf(beta, "beta", 2));
  await project.pulumi("up", "--stack", "beta", "--yes", "--skip-preview");
  await project.expect(0, "plan", "--refresh");

  await project.removeFile("connections/beta.yaml");
  await project.pulumi("stack", "init", "gamma", "--no-select");
  await service.takeRequests();
  for (const [stack, command] of [
    ["gamma", "preview"],
    ["gamma", "up"],
    ["beta", "up"],
  ] as const) {
    const yes = command === "up" ? ["--yes", "--skip-preview", "--refresh=false"] : [];
    const said = await failure(project, command, "--stack", stack, ...yes);
    expect(said).toContain(`error: No file declares the stack ${stack}`);
    expect(said).toContain("Stacks with a file: alpha.");
  }
  expect(await service.takeCalls()).toEqual([]);
  expect(await service.connections(beta)).toHaveLength(2);
});

test("references that lead nowhere are all told at once with their places, before anything is sent", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  await project.write("empty", "\n");
  const text = `project: ${service.projectId}
defaults:
  sigsentry: { credentials: { gitlab: { token: { env: GITLAB_TOKEN } } } }
sigsentry:
  here: { platform: github, credentials: { token: { env: GITHUB_TOKEN } }, repositories: [a/b] }
  one: { platform: gitlab, repositories: [a/one] }
  two: { platform: gitlab, repositories: [a/two] }
  mobile: { platform: bitbucket, credentials: { username: u, appPassword: { config: other:app } }, repositories: [a/c] }
coregit:
  file: { provider: github, label: a, accessToken: { file: secrets/none } }
  empty: { provider: github, label: b, accessToken: { file: empty } }
  config: { provider: github, label: c, accessToken: { config: token } }
`;
  await project.write("connections.yaml", text);
  project.environment.GITLAB_TOKEN = "";
  await project.pulumi("stack", "init", "prod");
  /** Where a part of the file begins. */
  const placeOf = (part: string) => {
    const before = text.slice(0, text.indexOf(part)).split("\n");
    return `connections.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}: `;
  };
  const missing = [
    `${placeOf("{ env: GITLAB_TOKEN }")}the environment variable GITLAB_TOKEN is empty`,
    "Needed by sigsentry.one, sigsentry.two.",
    `${placeOf("{ config: other:app }")}the secret other:app is not set in the stack's configuration`,
    `${placeOf("{ file: secrets/none }")}the file `,
    `${placeOf("{ file: empty }")}the file empty is empty`,
    `${placeOf("{ config: token }")}the secret token is not set in the stack's configuration`,
    "pulumi config set --secret token --stack prod",
  ];
  const outputs = {
    preview: await failure(project, "preview"),
    up: await failure(project, "up", "--yes", "--skip-preview"),
    plan: (await project.expect(1, "plan")).stdout,
    apply: (await project.expect(1, "apply", "--yes")).stdout,
  };
  for (const [command, output] of Object.entries(outputs)) {
    for (const part of missing) expect(output, command).toContain(part);
    expect(output, command).not.toMatch(/GITHUB_TOKEN|\n +at /);
  }
  // The command has looked whether the keys are good, and sent nothing else.
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list, COREGIT_CALL.list]));
});

test("a stack that a new backend does not have yet is planned with the configuration that lies in the folder", async ({
  service,
  project,
}) => {
  const { projectId } = service;
  const { id } = await service.control.sigsentry.seedConnection({
    ...{ projectId, platform: "github", repositories: ["a/b"] },
  });
  await project.expect(0, "init", "--folder-for", "prod");
  const credentials = `credentials: keep, adopt: ${id}`;
  await project.write(
    "connections/prod.yaml",
    `project: ${projectId}\nsigsentry: { one: { platform: github, ${credentials}, repositories: [a/b] } }\n`,
  );
  project.environment.SIGSENTRY_API_KEY = undefined;
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "sigsentry:apiKey", service.orgKey);
  await project.pulumi("config", "set", "sigsentry:baseUrl", service.url);
  await project.pulumi("stack", "rm", "prod", "--yes", "--preserve-config");
  const { stacks } = await project.report(0, "plan");
  expect(stacks[0]?.connections).toMatchObject([{ name: "one", change: "adopt", fields: [] }]);
  expect(await service.takeCalls()).toEqual([CALL.list]);
});
