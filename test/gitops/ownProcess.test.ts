import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { declareStacks, newProject } from "../support/declared";
import { test } from "../support/gitops";
import { CALL } from "../support/service";

const CLEAN = ["preview", "--refresh", "--expect-no-changes"];

const file = (projectId: string, days = 30) => `project: ${projectId}
sigsentry:
  payments: { platform: github, repositories: [a/b], lookbackDays: ${days}, credentials: { token: { config: token } } }
coregit:
  sync: { provider: github, label: sync, accessToken: { file: secrets/sync }, verify: true }
`;

/** Who manages each connection of a state. */
function hosts(state: string): string[] {
  const { deployment } = JSON.parse(state);
  const resources: { type: string }[] = deployment.resources;
  return resources
    .map(({ type }) => type)
    .filter((type) => /Connection$/.test(type))
    .sort();
}

test("a folder with connections and a backend is enough; what init adds changes nothing", async ({
  service,
  project,
}) => {
  await project.write("connections.yaml", file(service.projectId));
  await project.write("secrets/sync", "the-token-of-a-file\n");
  const missing = await project.expect(1, "apply", "--yes");
  expect(missing.all).toContain("connections.yaml:3:94: the secret token is not set");
  expect(missing.all).toContain("note: `pulumi` itself needs a Pulumi.yaml in this folder");
  const rotated = await project.run(["rotate", "payments", "--stdin"], "ghp_never-applied");
  expect(rotated.all).toContain("payments was never applied");

  await project.write(
    "connections.yaml",
    file(service.projectId).replace("config: token", "env: GITHUB_TOKEN"),
  );
  await project.expect(0, "apply", "--yes");
  await project.expect(0, "plan", "--refresh");
  await project.expect(0, "drift");
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  await project.expect(0, "rotate", "payments", "--yes");
  await project.expect(0, "list");

  await project.expect(0, "init");
  await service.takeCalls();
  await project.expect(0, "plan");
  await project.pulumi(...CLEAN, "--stack", "connections");
  await project.pulumi("up", "--yes", "--skip-preview", "--stack", "connections");
  await project.expect(0, "plan", "--refresh");
  expect((await service.takeCalls()).filter((call) => !call.startsWith("GET") && call !== TEST)).toEqual([]);
  await project.expect(0, "destroy", "--yes");
  expect([await service.connections(), await service.coregitConnections()]).toEqual([[], []]);
});

test("a folder without Pulumi.yaml leaves alone what another folder of its name has made", async ({
  service,
  project,
}) => {
  await project.write(
    "connections.yaml",
    file(service.projectId).replace("config: token", "env: GITHUB_TOKEN"),
  );
  await project.write("secrets/sync", "the-token-of-a-file\n");
  await project.expect(0, "apply", "--yes");
  const before = [await service.connections(), await service.coregitConnections()];
  await service.takeCalls();

  // As another checkout has it, in a folder of the same name.
  const other = "coregit:\n  other: { provider: github, label: other, accessToken: { env: GITHUB_TOKEN } }\n";
  const refused = async (names: string, ...args: string[]) => {
    const { all } = await project.expect(1, ...args);
    expect(all.replace(/\s+/g, " "), args.join(" ")).toContain(
      `Stack connections has what no file here declares, or declares for another project: ${names}.`,
    );
  };
  for (const text of [other, "coregit: {}\n"]) {
    await project.write("connections.yaml", text);
    for (const command of ["apply", "destroy"]) await refused("payments, sync", command, "--yes");
    await refused("payments, sync", "plan");
  }
  const elsewhere = await newProject(service);
  await project.write("connections.yaml", file(elsewhere).replace("config: token", "env: GITHUB_TOKEN"));
  for (const args of [["apply"], ["rotate", "payments"], ["destroy"]])
    await refused("payments", ...args, "--yes");
  expect((await service.takeCalls()).filter((call) => !call.startsWith("GET"))).toEqual([]);
  expect([await service.connections(), await service.coregitConnections()]).toEqual(before);

  await project.write("connections.yaml", other);
  await project.expect(0, "init", "--name", "another");
  expect((await project.report(0, "apply", "--yes")).summary).toMatchObject({ changes: { create: 1 } });
  expect(await service.connections()).toEqual(before[0]);
});

const TEST = "POST /v1/connections/{id}/test";

test("a stack of the dynamic provider stays with it until Pulumi.yaml names the plugins; then nothing is sent", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const settings = await project.nameNoPlugins();
  await project.write("connections.yaml", file(service.projectId));
  await project.write("secrets/sync", "the-token-of-a-file\n");
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "token", "ghp_the-token-of-the-configuration");
  const up = () => project.pulumi("up", "--yes", "--skip-preview");
  const recorded = async () => hosts(await project.pulumi("stack", "export"));
  const written = async () =>
    (await service.takeCalls()).filter((call) => !call.startsWith("GET") && call !== TEST);
  const dynamic = [
    "pulumi-nodejs:dynamic/coregit:Connection",
    "pulumi-nodejs:dynamic/sigsentry:RepoConnection",
  ];
  const plugin = ["coregit:index:Connection", "sigsentry:index:RepoConnection"];
  await project.expect(0, "apply", "--yes");
  expect(await recorded()).toEqual(dynamic);
  await service.takeCalls();
  await project.pulumi(...CLEAN);

  await project.write("Pulumi.yaml", settings);
  // What only looks leaves the state as it is.
  await project.expect(0, "plan", "--refresh");
  await project.expect(0, "drift");
  expect(await recorded()).toEqual(dynamic);
  // The engine would not hand over one connection and leave the other.
  const rotation = await project.run(["rotate", "payments", "--stdin"], "ghp_another-token-of-the-stack");
  expect(rotation.stdout).toContain("Rotation: 1 changed.");
  expect(await written()).toEqual([CALL.update, CALL.purge]);
  expect(await recorded()).toEqual(dynamic);
  await project.expect(0, "apply", "--yes");
  expect(await recorded()).toEqual(plugin);
  await project.pulumi(...CLEAN);
  await up();
  await project.expect(0, "plan", "--refresh");
  expect(await written()).toEqual([]);
  await project.expect(0, "destroy", "--yes");
  expect([await service.connections(), await service.coregitConnections()]).toEqual([[], []]);
});

test("a stack costs one pulumi, and all stacks keep to one rate limit", async ({ service, project }) => {
  await declareStacks(project, service, { one: 8, two: 8, three: 8 });
  const windowSeconds = 4;
  await service.control.sigsentry.changeSettings({
    rateLimits: { reads: { limit: 1000, windowSeconds }, mutations: { limit: 8, windowSeconds } },
  });
  await project.expect(0, "apply", "--yes", "--parallel", "3");
  const log = await service.control.log();
  const refused = log.filter(({ status }) => status === 429).map(({ time }) => Date.parse(time));
  const first = Math.min(
    ...log.filter(({ method }) => method === "POST").map(({ time }) => Date.parse(time)),
  );
  // Nobody knows the limit before the first answer; after that, nobody is sent away.
  expect(refused.filter((at) => at > first + 1000)).toEqual([]);
  expect(log.filter(({ method, status }) => method === "POST" && status === 201)).toHaveLength(24);

  const notes = await project.notePulumi();
  await project.expect(0, "plan");
  const commands = (await readFile(notes, "utf8")).trim().split("\n");
  const previews = commands.filter((one) => one.startsWith("preview"));
  expect(previews).toHaveLength(3);
  for (const preview of previews) expect(preview).toContain("--client=127.0.0.1:");
  const others = commands.filter((one) => !one.startsWith("preview")).map((one) => one.replace(/ -.*/, ""));
  expect(others.sort()).toEqual(["stack export", "stack export", "stack export", "stack ls", "version"]);
});
