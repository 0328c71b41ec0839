import { expect } from "vitest";
import { reportSchema } from "../../gitops/report/schema";
import { newProject } from "../support/declared";
import { test } from "../support/gitops";
import { COREGIT_CALL } from "../support/service";

const CREDENTIALS = "platform: github, credentials: { token: { env: GITHUB_TOKEN } }";

test("a rotation that would change more than credentials, or nothing, is refused before anything is sent", async ({
  service,
  project,
}) => {
  const seeded = await service.control.sigsentry.seedConnection({
    projectId: service.projectId,
    platform: "gitlab",
    repositories: ["acme/granted"],
  });
  const granted = await service.makeByHand({ label: "granted" });
  const file = (days: number, more = "") => `project: ${service.projectId}
sigsentry:
  payments: { ${CREDENTIALS}, repositories: [acme/payments], lookbackDays: ${days} }
  ledger: { ${CREDENTIALS}, repositories: [acme/ledger] }
  granted: { platform: gitlab, credentials: keep, adopt: ${seeded.id}, repositories: [acme/granted] }
${more}
coregit:
  kept: { provider: github, label: granted, accessToken: keep, adopt: ${granted.id} }
  filed: { provider: github, label: filed, accessToken: { file: token } }
`;
  await project.expect(0, "init");
  await project.write("connections.yaml", file(30));
  await project.write("token", "ghp_the-token-in-a-file");
  expect((await project.expect(1, "rotate", "payments", "--yes")).all).toContain("was never applied");
  await project.expect(0, "apply", "--yes");
  await service.takeRequests();

  const refusals: [args: string[], message: string, stdin?: string][] = [
    [["granted"], "granted keeps the credentials that its service holds"],
    [["kept"], "kept keeps the credentials that its service holds"],
    [["kept", "--stdin"], "kept keeps the credentials that its service holds", "ghp_new-token"],
    [["filed", "--stdin"], "filed reads its credential from the file token: write it there", "ghp_new-token"],
    [["payments", "--stdin"], "stdin is empty", "\n"],
    [["--all", "--stdin"], "--stdin is for one connection", "ghp_new-token"],
    [["payment"], "No file declares a connection payment."],
    [["--all", "--platform", "bitbucket"], "No file refers to credentials of bitbucket."],
    [["payments", "--platform", "github"], "--platform goes with --all"],
    [[], "Give the name of one connection, or --all."],
  ];
  for (const [args, message, stdin] of refusals) {
    const { exitCode, all } = await project.run(["rotate", "--yes", ...args], stdin);
    expect([exitCode, all], args.join(" ")).toEqual([1, expect.stringContaining(message)]);
    expect(all, "no trace of a stack").not.toMatch(/\n +at /);
  }

  const empty = await project.run(["rotate", "payments", "--stdin", "--json"], "\n");
  expect(reportSchema.parse(JSON.parse(empty.stdout)).error).toContain("stdin is empty");

  // The pending change of a connection is in the way of its own rotation, and of no other's.
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  await project.write(
    "connections.yaml",
    file(7, "  added: { platform: github, credentials: keep, adopt: nowhere, repositories: [acme/added] }"),
  );
  const pending = await project.report(1, "rotate", "payments", "--yes");
  expect(pending.stacks[0]?.connections).toMatchObject([
    { name: "payments", error: expect.stringMatching(/More than the credentials .* \(lookbackDays\)/) },
  ]);
  expect((await project.expect(1, "rotate", "--all", "--yes")).all).toContain("(lookbackDays)");
  expect(await service.takeRequests()).toEqual([]);
  const { stacks } = await project.report(0, "rotate", "ledger", "--yes");
  expect(stacks[0]?.connections).toMatchObject([{ name: "ledger", outcome: "done" }]);
  expect(stacks[0]?.notes.join()).toContain(
    "ledger reads env GITHUB_TOKEN. So does payments, which is not rotated here.",
  );

  // A stack at which somebody else is at work.
  const lock = { pid: 7, username: "ann", hostname: "elsewhere", timestamp: "2026-01-01T00:00:00Z" };
  const folder = "../backend/.pulumi/locks/organization/project/connections";
  await project.write(`${folder}/of-ann.json`, JSON.stringify(lock));
  await project.write("token", "ghp_the-next-token-in-a-file");
  await service.takeRequests();
  const locked = (await project.report(1, "rotate", "filed", "--yes")).stacks[0];
  expect(locked?.errors).toEqual([
    expect.stringMatching(/^The stack is locked by ann@elsewhere \(pid 7\) since 2026-01-01/),
  ]);
  expect(locked?.connections).toMatchObject([{ name: "filed", outcome: "skipped" }]);
  // The key was tried.
  expect(await service.takeCalls()).toEqual([COREGIT_CALL.list]);
});

test("a name that several stacks have is asked for with its stack", async ({ service, project }) => {
  await project.expect(0, "init", "--folder-for", "alpha");
  const projects: string[] = [];
  for (const name of ["alpha", "beta"]) {
    const id = await newProject(service);
    projects.push(id);
    await project.write(
      `connections/${name}.yaml`,
      `project: ${id}\nsigsentry: { hub: { ${CREDENTIALS}, repositories: [acme/hub] } }\n`,
    );
  }
  await project.expect(0, "apply", "--yes");
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  const sums = () =>
    Promise.all(projects.map(async (id) => (await service.onlyConnection(id)).credentialsSha256));
  const [before] = await sums();

  const { stderr } = await project.expect(1, "rotate", "hub", "--yes");
  expect(stderr).toContain("say which one: alpha/hub, beta/hub");
  expect(await sums()).toEqual([before, before]);
  await project.expect(0, "rotate", "beta/hub", "--yes");
  expect(await sums()).toEqual([before, expect.not.stringMatching(before ?? "")]);
  await project.expect(0, "rotate", "hub", "--stack", "alpha", "--yes");
  const [alpha, beta] = await sums();
  expect(alpha).toBe(beta);
});
