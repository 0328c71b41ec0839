import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { test } from "../support/gitops";
import { CALL, COREGIT_CALL } from "../support/service";

test("with the state lost on the same machine, the plan says what is taken up, and that happens", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const declared = `project: ${service.projectId}
sigsentry:
  payments: { platform: github, repositories: [acme/a], credentials: { token: { env: GITHUB_TOKEN } } }
coregit:
  sync: { provider: github, label: sync, accessToken: { env: GITHUB_TOKEN } }
`;
  await project.write("connections.yaml", declared);
  await project.expect(0, "apply", "--yes");
  const [payments, sync] = [await service.onlyConnection(), await service.onlyCoregitConnection()];
  await rm(join(project.root, "backend", ".pulumi"), { recursive: true });

  // What is declared already is not written a second time.
  const imported = await project.report(0, "import");
  expect(imported.summary.connections).toBe(0);
  expect(imported.stacks[0]?.notes).toEqual([
    `Connection ${payments.id} of SigSentry is left out: it has the same platform and repositories as payments (connections.yaml), which is not in the state. To take it over, add \`adopt: ${payments.id}\` there.`,
    `Connection ${sync.id} of Coregit is left out: it has the same provider and label as sync (connections.yaml), which is not in the state. To take it over, add \`adopt: ${sync.id}\` there.`,
  ]);
  expect(await project.read("connections.yaml")).toBe(declared);

  // One more is new, and nothing is said of it.
  await project.write(
    "connections.yaml",
    `${declared}  other: { provider: github, label: other, accessToken: { env: GITHUB_TOKEN } }\n`,
  );
  const { stacks } = await project.report(2, "plan");
  const words = (name: string, id: string) =>
    `${name}: ${id} was made for it by an earlier run on this machine, and is not in the state. Nothing is created: apply takes it up.`;
  expect(stacks[0]?.notes).toEqual([words("payments", payments.id), words("sync", sync.id)]);
  await service.takeCalls();
  await project.expect(0, "apply", "--yes");
  const calls = await service.takeCalls();
  expect(calls).not.toContain(CALL.create);
  expect(calls.filter((call) => call === COREGIT_CALL.create)).toHaveLength(1);
  expect((await service.onlyConnection()).id).toBe(payments.id);
  expect((await service.coregitConnections()).map(({ label }) => label).sort()).toEqual(["other", "sync"]);
  expect((await project.report(0, "plan")).stacks[0]?.notes).toEqual([]);
});

test("what is taken up and looks otherwise is named by the plan, and fixed by a reviewed one", async ({
  service,
  project,
}) => {
  const declared = (repository: string, label: string) => `project: ${service.projectId}
sigsentry:
  payments: { platform: github, repositories: [${repository}], credentials: { token: { env: GITHUB_TOKEN } } }
coregit:
  sync: { provider: github, label: ${label}, accessToken: { env: GITHUB_TOKEN } }
`;
  await project.expect(0, "init");
  await project.write("connections.yaml", declared("acme/a", "first"));
  await project.expect(0, "apply", "--yes");
  const [payments, sync] = [await service.onlyConnection(), await service.onlyCoregitConnection()];
  await rm(join(project.root, "backend", ".pulumi"), { recursive: true });
  await project.write("connections.yaml", declared("acme/new", "second"));

  // Another machine remembers nothing: what it plans are creations.
  const memory = project.environment.PULUMI_HOME;
  project.environment.PULUMI_HOME = join(project.root, "other");
  await project.expect(2, "plan", "--out", "plan.json");
  project.environment.PULUMI_HOME = memory;
  const refused = await project.expect(1, "apply", "--plan", "plan.json", "--yes");
  for (const { id } of [payments, sync]) expect(refused.stderr).toContain(`now it would be create (of ${id}`);
  expect(await service.onlyConnection()).toEqual(payments);

  const { stacks } = await project.report(2, "plan", "--out", "plan.json");
  const words = (name: string, id: string) =>
    `${name}: ${id} was made for it by an earlier run on this machine, looks otherwise by now, and is not in the state. Nothing is created: apply takes it up, and brings it to what is declared.`;
  expect(stacks[0]?.notes).toEqual([words("payments", payments.id), words("sync", sync.id)]);
  expect(stacks[0]?.connections.map(({ id }) => id)).toEqual([payments.id, sync.id]);
  await project.expect(0, "apply", "--plan", "plan.json", "--yes");
  expect(await service.onlyConnection()).toMatchObject({ id: payments.id, repositories: ["acme/new"] });
  expect(await service.onlyCoregitConnection()).toMatchObject({ id: sync.id, label: "second" });
  await project.expect(0, "plan", "--refresh");
});
