import { expect } from "vitest";
import { test } from "../support/gitops";
import { CALL, COREGIT_CALL, type TestService } from "../support/service";

const PLATFORMS = ["github", "gitlab", "bitbucket"] as const;

/** Thirty connections as people make them in the dashboards, no two alike. */
async function makeThirty(service: TestService): Promise<void> {
  const { control, projectId } = service;
  for (let number = 0; number < 24; number += 1) {
    const repo = `acme/service-${number % 20}`;
    await control.sigsentry.seedConnection({
      projectId,
      platform: PLATFORMS[number % 3] ?? "github",
      repositories: [repo, ...(number % 4 === 0 ? [`acme/shared-${number}`] : [])],
      lookbackDays: number % 5 === 0 ? 30 : 31 + number,
      isActive: number % 7 !== 0,
      serviceMappings:
        number % 2 === 0
          ? [
              {
                serviceName: `svc-${number}`,
                repo,
                pathPrefix: number % 4 === 0 ? "src" : "",
                defaultBranch: "main",
              },
            ]
          : [],
    });
  }
  const labels = ["robot", "robot", "CI, read only", "ключ", "a: b # c", "'\"{}[]"];
  for (const label of labels) await service.makeByHand({ label });
}

const WRITES = [
  CALL.create,
  CALL.update,
  CALL.delete,
  CALL.purge,
  COREGIT_CALL.create,
  COREGIT_CALL.update,
  COREGIT_CALL.delete,
];

test("thirty connections are brought into the file, the next plan is empty, and taking them over sends nothing", async ({
  service,
  project,
}) => {
  await makeThirty(service);
  await project.expect(0, "init");
  const before = await project.read("connections.yaml");
  await project.write("connections.yaml", `project: ${service.projectId}\n${before}`);
  const held = [await service.connections(), await service.coregitConnections()];

  const imported = await project.report(0, "import");
  expect(imported.summary.changes).toEqual({ adopt: 30 });
  const text = await project.read("connections.yaml");
  expect(text.match(/^ {4}adopt: /gm)).toHaveLength(30);
  expect(text).not.toMatch(/^ *(token|appPassword):/m);
  await project.expect(0, "validate");

  const plan = await project.report(0, "plan");
  expect(plan).toMatchObject({ outcome: "clean", summary: { connections: 30, changes: { adopt: 30 } } });
  expect(plan.stacks.flatMap(({ connections }) => connections.flatMap(({ fields }) => fields))).toEqual([]);
  await project.expect(0, "plan", "--refresh");

  await service.takeRequests();
  const applied = await project.report(0, "apply", "--yes");
  expect(applied.stacks.flatMap(({ connections }) => connections.map(({ outcome }) => outcome))).toEqual(
    Array.from({ length: 30 }, () => "done"),
  );
  expect((await service.takeCalls()).filter((call) => WRITES.some((write) => write === call))).toEqual([]);
  expect([await service.connections(), await service.coregitConnections()]).toEqual(held);

  expect(await project.report(0, "plan", "--refresh")).toMatchObject({ summary: { changes: { none: 30 } } });
  expect(await project.report(0, "drift")).toMatchObject({ summary: { changes: { none: 30 } } });
  // What is managed is not found again, and the file stays as it is.
  expect((await project.report(0, "import")).summary.connections).toBe(0);
  expect(await project.read("connections.yaml")).toBe(text);
});

test("what no file can declare is left out and named, and whatever is written is valid and changes nothing", async ({
  service,
  project,
}) => {
  const { control, projectId } = service;
  const seed = (repositories: string[], more: object = {}) =>
    control.sigsentry.seedConnection({ projectId, platform: "github", repositories, ...more });
  const mapping = (repo: string, more: object = {}) => ({
    serviceName: "app",
    ...{ repo, pathPrefix: "", defaultBranch: "main", ...more },
  });
  const dotted = { platform: "gitlab", serviceMappings: [mapping("acme/.config", { pathPrefix: "/x/" })] };
  const folders = [mapping("Acme/App"), mapping("Acme/App", { pathPrefix: "services/" })];
  await seed(["acme/.config", "-old-/sub.group/x"], dotted);
  await seed(["acme/App"], { serviceMappings: folders, lookbackDays: 7 });
  const twice = [mapping("acme/b"), mapping("acme/b", { defaultBranch: "dev" })];
  const odd = {
    azure: await seed(["acme/a"], { listedAs: { platform: "azure_devops" } }),
    empty: await seed([]),
    elsewhere: await seed(["acme/c"], { serviceMappings: [mapping("acme/gone")] }),
    twice: await seed(["acme/b"], { serviceMappings: twice }),
    years: await seed(["acme/d"], { listedAs: { lookbackDays: 400 } }),
  };
  await seed(["acme/e"], { listedAs: { id: 7 } });
  await service.makeByHand({ label: "robot" });
  const gitea = await service.makeByHand({ label: "other", listedAs: { provider: "gitea" } });
  const token = await service.makeByHand({ label: `was ghp_${"aB3".repeat(12)}` });
  await project.expect(0, "init");
  await project.write("connections.yaml", `project: ${projectId}\n${await project.read("connections.yaml")}`);

  const dry = await project.expect(0, "import", "--dry-run");
  expect(dry.stderr).toContain(`Note: Connection ${odd.azure.id} of SigSentry is left out`);
  const report = await project.report(0, "import");
  expect(report.summary.changes).toEqual({ adopt: 3 });
  const left = (id: string) =>
    `Connection ${id} of SigSentry is left out: a file cannot declare it as it is.`;
  const unknown = (what: string, service_: string, reason: string) =>
    `${what} of ${service_} is left out and left alone: this version does not know its form (${reason}).`;
  const correct = "Correct it at the service, and import again.";
  expect([...(report.stacks[0]?.notes ?? [])].sort()).toEqual(
    [
      unknown(`Connection ${odd.azure.id}`, "SigSentry", 'platform "azure_devops"'),
      `${left(odd.empty.id)} repositories: must name at least one repository. ${correct}`,
      `${left(odd.elsewhere.id)} serviceMappings[0].repo: "acme/gone" is not among repositories (acme/c); add it there or correct the name. ${correct}`,
      `${left(odd.twice.id)} serviceMappings[1]: maps the same service to the same folder of a repository as serviceMappings[0]; leave one of them out. ${correct}`,
      `${left(odd.years.id)} lookbackDays: must be a whole number of days from 1 to 365, found 400. ${correct}`,
      unknown("A connection", "SigSentry", "id"),
      unknown(`Connection ${gitea.id}`, "Coregit", 'provider "gitea"'),
      `${left(token.id).replace("SigSentry", "Coregit")} label: holds a secret, which everybody could read there. ${correct}`,
    ].sort(),
  );
  expect(await project.read("connections.yaml")).toContain("repo: Acme/App");

  // What the service stores and can make little use of is said, and in nobody's way.
  const doubt =
    "serviceMappings[0].pathPrefix: starts with a slash: it is a folder in the repository, services/api for one";
  const validated = await project.expect(0, "validate");
  expect(validated.stderr).toMatch(/^connections\.yaml:\d+:\d+: sigsentry\.x\.serviceMappings\[0\]/m);
  expect(JSON.parse((await project.expect(0, "validate", "--json")).stdout)).toMatchObject({
    valid: true,
    warnings: [{ message: doubt.slice(doubt.indexOf(": ") + 2) }],
  });
  const plan = await project.report(0, "plan");
  expect(plan.stacks[0]?.notes).toContain(`x: ${doubt}. SigSentry stores it as it is.`);
  expect(plan).toMatchObject({ outcome: "clean", summary: { connections: 3, changes: { adopt: 3 } } });
  expect(plan.stacks.flatMap(({ connections }) => connections.flatMap(({ fields }) => fields))).toEqual([]);
  await project.expect(0, "apply", "--yes");

  // The odd ones beside them spoil no later command either.
  expect(await project.report(0, "plan", "--refresh")).toMatchObject({ summary: { changes: { none: 3 } } });
  const [, app] = await service.connections();
  if (app === undefined) throw new Error("there is no second connection");
  const moved = [mapping("Acme/App", { pathPrefix: "lib" }), ...folders];
  await control.sigsentry.editConnection(app.id, { serviceMappings: moved });
  const drift = await project.report(2, "drift");
  expect(drift.stacks[0]?.connections.flatMap(({ fields }) => fields)).toEqual([
    { path: "serviceMappings", added: [mapping("Acme/App", { pathPrefix: "lib" })] },
  ]);
  await project.expect(0, "apply", "--yes", "--refresh");
  expect((await service.connections())[1]?.serviceMappings).toHaveLength(2);
  expect((await project.expect(0, "import")).stdout).toContain(
    "Nothing to import: what a file can declare is managed or declared already",
  );
});

test("a plan tells exactly what a take-over would change, and what it cannot find", async ({
  service,
  project,
}) => {
  const { control, projectId } = service;
  const { id } = await control.sigsentry.seedConnection({
    projectId,
    platform: "github",
    repositories: ["acme/payments"],
    lookbackDays: 7,
  });
  await project.expect(0, "init");
  const file = (adopt: string, days: number, credentials = "keep") =>
    `project: ${projectId}\nsigsentry:\n  payments: { platform: github, credentials: ${credentials}, adopt: ${adopt}, repositories: [acme/payments], lookbackDays: ${days} }\n`;

  await project.write("connections.yaml", file(id, 60));
  const { stacks } = await project.report(2, "plan");
  expect(stacks[0]?.connections).toMatchObject([
    { change: "adopt", id, fields: [{ path: "lookbackDays", from: 7, to: 60 }] },
  ]);

  // Credentials would take the place of the grant that was given in the dashboard.
  await project.write("connections.yaml", file(id, 7, "{ token: { env: GITHUB_TOKEN } }"));
  expect((await project.report(2, "plan")).stacks[0]?.connections).toMatchObject([
    { change: "adopt", fields: [{ path: "credentials", to: { token: { env: "GITHUB_TOKEN" } } }] },
  ]);

  await project.write("connections.yaml", file("rc_nowhere", 7));
  expect((await project.report(1, "plan")).stacks[0]?.connections).toMatchObject([
    {
      error: expect.stringMatching(
        /^connections\.yaml:3:\d+: adopt: the service lists no connection rc_nowhere\.$/,
      ),
    },
  ]);
});

test("a dry run prints the file as it would be, and leaves it alone", async ({ service, project }) => {
  await makeThirty(service);
  await project.expect(0, "init");
  const text = `project: ${service.projectId}\n${await project.read("connections.yaml")}`;
  await project.write("connections.yaml", text);
  const { stdout } = await project.expect(0, "import", "--dry-run", "--service", "coregit");
  expect(stdout.match(/^ {4}adopt: /gm)).toHaveLength(6);
  expect(await project.read("connections.yaml")).toBe(text);
});
