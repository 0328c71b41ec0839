import { join } from "node:path";
import { expect } from "vitest";
import { declareStacks, newProject } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import { FOR_EVER_MS, killOnceFaulty } from "../support/killedRun";
import type { TestService } from "../support/service";

const CREATIONS = { sigsentry: "/v1/config/repos", coregit: "/v1/connections" } as const;

/** Writes a file with one connection that stays, and those given. */
const declare = (project: GitopsProject, service: TestService, ...lines: string[]) =>
  project.write(
    "connections.yaml",
    [
      `project: ${service.projectId}`,
      "defaults:",
      "  sigsentry: { platform: github, credentials: { github: { token: { env: GITHUB_TOKEN } } } }",
      "  coregit: { provider: github, accessToken: { github: { env: GITHUB_TOKEN } } }",
      "coregit:",
      "  stays: { label: stays }",
      ...lines.filter((line) => line.includes("label")),
      "sigsentry:",
      "  settled: { repositories: [acme/settled] }",
      ...lines.filter((line) => !line.includes("label")),
      "",
    ].join("\n"),
  );

/** Applies a file, and is killed when the service has carried the creation out that the file adds. */
async function killedWhileCreating(
  project: GitopsProject,
  service: TestService,
  kind: keyof typeof CREATIONS,
  line: string,
) {
  await project.expect(0, "init");
  await declare(project, service);
  await project.expect(0, "apply", "--yes");
  await declare(project, service, line);
  await service.control.addFault({
    match: { method: "POST", path: CREATIONS[kind] },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
  });
  await killOnceFaulty(project, service, "apply", "--yes");
  const all = kind === "sigsentry" ? await service.connections() : await service.coregitConnections();
  const left = all.find((one) => !JSON.stringify(one).match(/settled|stays/));
  if (left === undefined) throw new Error("nothing was made");
  return left.id;
}

/** Another machine shares the state, and remembers nothing. */
const onAnotherMachine = (project: GitopsProject) => {
  project.environment.PULUMI_HOME = join(project.root, "another");
};

test("what a killed run has made is named, whatever the file says by then", async ({ service, project }) => {
  const id = await killedWhileCreating(
    project,
    service,
    "sigsentry",
    "  lost: { repositories: [acme/lost] }",
  );
  const made = `A run was cut short while it was creating lost, unless it is at work still, and ${id} at SigSentry looks like what it made; no stack of this project manages it.`;

  // Declared still, on this machine: told, and taken up by apply.
  const [told] = (await project.report(2, "plan")).stacks;
  expect(told?.notes.join("\n")).toContain(
    `lost: an earlier run on this machine was cut short while it was creating it, and ${id} looks like what it made.`,
  );

  // It is in no state, so it cannot have drifted.
  expect((await project.report(0, "drift")).stacks[0]?.notes.join("\n")).toContain(
    "A run was cut short while it was creating lost. What it may have made is not compared here; `repo-connections plan --stack connections` looks for it.",
  );

  // Gone from the file; renamed, with other repositories; and everything is to be deleted.
  await declare(project, service);
  expect((await project.report(1, "plan")).stacks[0]?.errors.join("\n")).toContain(made);
  await declare(project, service, "  found: { renamedFrom: lost, repositories: [acme/found] }");
  const [refused] = (await project.report(1, "apply", "--yes")).stacks;
  expect(refused?.errors.join("\n")).toContain(
    `${made} lost is not declared any more. To take over what was made, declare it as it is, with \`adopt: ${id}\`, under whichever name;`,
  );
  expect((await project.report(1, "destroy", "--yes")).stacks[0]?.errors.join("\n")).toContain(
    `${made} It would be left behind.`,
  );
  expect(await service.connections()).toHaveLength(2);

  // Declared still, for another project, where nothing of it is listed.
  await declare(project, service, "  lost: { repositories: [acme/lost] }");
  const file = await project.read("connections.yaml");
  await project.write("connections.yaml", file.replace(service.projectId, await newProject(service)));
  expect((await project.report(1, "plan")).stacks[0]?.errors.join("\n")).toContain(
    `${made} lost is declared for another code host or project by now.`,
  );

  // Declared still, with other repositories, on another machine.
  onAnotherMachine(project);
  await declare(project, service, "  lost: { repositories: [acme/others] }");
  const [other] = (await project.report(1, "apply", "--yes")).stacks;
  expect(other?.connections.find(({ name }) => name === "lost")?.error).toContain(
    `${made} To go on with it, declare \`adopt: ${id}\`; to have another one made all the same`,
  );

  // The advice is good, and nothing is told of it afterwards.
  await declare(project, service, `  found: { renamedFrom: lost, repositories: [acme/found], adopt: ${id} }`);
  // Nothing on this machine proves that the killed run is gone.
  await project.pulumi("cancel", "--yes", "--stack", "connections");
  const after = await project.report(0, "apply", "--yes");
  expect(after.stacks[0]?.notes).toEqual([]);
  expect(
    JSON.parse(await project.pulumi("stack", "export", "--stack", "connections")).deployment
      .pending_operations ?? [],
  ).toEqual([]);
  const { id: byHand } = await service.control.sigsentry.seedConnection({
    ...{ projectId: service.projectId, platform: "github", repositories: ["acme/lost"] },
  });
  await project.expect(0, "plan");
  await service.control.sigsentry.deleteConnection(byHand);
  expect((await service.connections()).map(({ repositories }) => repositories[0]).sort()).toEqual([
    "acme/found",
    "acme/settled",
  ]);
  expect((await project.report(0, "destroy", "--yes")).stacks[0]?.errors).toEqual([]);
  expect(await service.connections()).toEqual([]);
});

test("what a killed run has made is named though the file is gone, and its stack left alone", async ({
  service,
  project,
}) => {
  const { alpha, beta } = await declareStacks(project, service, { alpha: 1, beta: 1 });
  await service.control.addFault({
    match: { method: "POST", path: CREATIONS.sigsentry, nth: 2 },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
  });
  await killOnceFaulty(project, service, "apply", "--yes", "--parallel", "1");
  const [left] = await service.connections(beta);
  expect(await service.connections(alpha)).toHaveLength(1);
  await project.removeFile("connections/beta.yaml");
  const { stacks } = await project.report(1, "apply", "--yes");
  expect(stacks.find(({ name }) => name === "beta")?.errors.join("\n")).toContain(
    `A run was cut short while it was creating beta-1, unless it is at work still, and ${left?.id} at SigSentry looks like what it made`,
  );
});

test("what a killed run has made at Coregit is waited for while its list lags, on another machine too", async ({
  service,
  project,
}) => {
  const id = await killedWhileCreating(project, service, "coregit", "  lost: { label: lost }");
  // As if it had been killed just now, whatever the machine was busy with.
  await service.control.coregit.changeSettings({ listLagMs: 38_000 });
  project.environment.COREGIT_LIST_LAG_SECONDS = "40";
  onAnotherMachine(project);
  const { stderr, stdout } = await project.expect(1, "apply", "--yes", "--json");
  expect(stdout).toContain(`${id} at Coregit`);
  expect(stdout).toContain(`adopt: ${id}`);
  expect(stderr).toContain("until Coregit's list certainly shows it.");
  expect(await service.coregitConnections()).toHaveLength(2);
});

test("a list of Coregit that another stack has read before the wait is not believed", async ({
  service,
  project,
}) => {
  const file = (...labels: string[]) =>
    [
      "defaults: { coregit: { provider: github, accessToken: { github: { env: GITHUB_TOKEN } } } }",
      "coregit:",
      ...labels.map((label) => `  ${label}: { label: ${label} }`),
      "",
    ].join("\n");
  await project.expect(0, "init", "--folder-for", "a");
  await project.write("connections/a.yaml", file("stays"));
  await project.write("connections/b.yaml", file("other"));
  await project.expect(0, "apply", "--yes");
  await project.write("connections/a.yaml", file("stays", "lost"));
  await service.control.addFault({
    match: { method: "POST", path: CREATIONS.coregit },
    effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
  });
  await killOnceFaulty(project, service, "apply", "--yes");
  const lost = (await service.coregitConnections()).find(({ label }) => label === "lost");
  await service.control.coregit.changeSettings({ listLagMs: 38_000 });
  project.environment.COREGIT_LIST_LAG_SECONDS = "40";
  await project.write("connections/a.yaml", file("stays"));
  const { stacks } = await project.report(1, "apply", "--yes");
  expect(stacks.map(({ errors }) => errors.join("\n"))).toEqual([
    expect.stringContaining(`${lost?.id} at Coregit looks like what it made`),
    "",
  ]);
});

test("what a killed run was allowed to make twice is not forgotten on another machine", async ({
  service,
  project,
}) => {
  await service.control.sigsentry.seedConnection({
    ...{ projectId: service.projectId, platform: "github", repositories: ["acme/twice"] },
  });
  const line = "  twice: { repositories: [acme/twice], allowDuplicate: true }";
  await killedWhileCreating(project, service, "sigsentry", line);
  onAnotherMachine(project);
  const ids = (await service.connections())
    .filter(({ repositories }) => repositories[0] === "acme/twice")
    .map(({ id }) => id);
  expect(ids).toHaveLength(2);
  const made = (error: string | undefined) => {
    expect(error).toContain("A run was cut short while it was creating twice");
    for (const id of ids) expect(error).toContain(id);
    expect(error).toContain("`pulumi refresh --clear-pending-creates --yes --stack connections`");
  };

  // Declared still, and gone from the file.
  const [declared] = (await project.report(1, "apply", "--yes")).stacks;
  made(declared?.connections.find(({ name }) => name === "twice")?.error);
  await declare(project, service);
  made((await project.report(1, "apply", "--yes")).stacks[0]?.errors.join("\n"));
  expect(await service.connections()).toHaveLength(3);

  // The advice is good.
  await project.pulumi("cancel", "--yes", "--stack", "connections");
  await project.pulumi("refresh", "--clear-pending-creates", "--yes", "--stack", "connections");
  expect((await project.report(0, "plan")).stacks[0]?.errors).toEqual([]);
});

test("what a killed run has made is not forgotten when it could not be looked for", async ({
  service,
  project,
}) => {
  const id = await killedWhileCreating(
    project,
    service,
    "sigsentry",
    "  lost: { repositories: [acme/lost] }",
  );
  onAnotherMachine(project);
  await project.pulumi("cancel", "--yes", "--stack", "connections");
  const pending = async () =>
    JSON.parse(await project.pulumi("stack", "export", "--stack", "connections")).deployment
      .pending_operations?.length;

  // Nothing of SigSentry's is left in the file, and there is no key to it.
  const key = project.environment.SIGSENTRY_API_KEY;
  delete project.environment.SIGSENTRY_API_KEY;
  const coregitOnly = [
    "defaults: { coregit: { provider: github, accessToken: { github: { env: GITHUB_TOKEN } } } }",
    "coregit: { stays: { label: stays }, another: { label: another } }",
    "",
  ].join("\n");
  await project.write("connections.yaml", coregitOnly);
  const [keyless] = (await project.report(1, "apply", "--yes")).stacks;
  expect(keyless?.errors.join("\n")).toContain(
    "A run was cut short while it was creating lost at SigSentry, and what it made cannot be looked for without a valid API key (sigsentry:apiKey). Nothing was done.",
  );
  expect(await pending()).toBe(1);

  // SigSentry does not answer.
  project.environment.SIGSENTRY_API_KEY = key;
  await declare(project, service);
  await service.control.addFault({
    match: { method: "GET", path: CREATIONS.sigsentry },
    effect: { kind: "status", status: 403 },
  });
  await project.report(1, "apply", "--yes");
  expect(await pending()).toBe(1);
  await service.control.clearFaults();
  expect((await project.report(1, "apply", "--yes")).stacks[0]?.errors.join("\n")).toContain(
    `${id} at SigSentry looks like what it made`,
  );
});
