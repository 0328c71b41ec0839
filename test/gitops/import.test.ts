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
    { change: "adopt", fields: [{ path: "credentialsFrom", to: { token: { env: "GITHUB_TOKEN" } } }] },
  ]);

  await project.write("connections.yaml", file("rc_nowhere", 7));
  expect((await project.report(1, "plan")).stacks[0]?.connections).toMatchObject([
    { error: "adopt: the service lists no connection rc_nowhere." },
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
