import { expect } from "vitest";
import { declareStacks, fileOf } from "../support/declared";
import { test } from "../support/gitops";

test("one project's failure neither stops nor hides in the others", async ({ service, project }) => {
  const ids = await declareStacks(project, service, { alpha: 2, beta: 2, gamma: 2 });
  await project.write("connections/beta.yaml", fileOf("prj_of-somebody-else", "beta", 2));
  const report = await project.report(1, "apply", "--yes");
  expect(report).toMatchObject({ outcome: "failed", summary: { stacks: 3, failed: 1 } });
  const beta = report.stacks.find(({ name }) => name === "beta");
  // In the file's words, before anything is sent.
  expect(beta?.errors).toEqual([expect.stringMatching(/SigSentry answered .* project in the file/)]);
  expect(beta?.connections.map(({ outcome }) => outcome)).toEqual(["skipped", "skipped"]);
  expect(await service.connections(ids.alpha)).toHaveLength(2);
  expect(await service.connections(ids.gamma)).toHaveLength(2);

  await project.write("connections/beta.yaml", fileOf(ids.beta ?? "", "beta", 2));
  await project.expect(0, "apply", "--yes");
  expect(await service.connections(ids.beta)).toHaveLength(2);
});

test("a stack that somebody else has just made is as good as one's own", async ({ project, service }) => {
  await declareStacks(project, service, { alpha: 1 });
  await project.pulumi("stack", "init", "alpha", "--no-select");
  // As a list is that was made before.
  await project.standInForPulumi(`[ "$1 $2" = "stack ls" ] && echo "[]" && exit\nexec "$PULUMI" "$@"`);
  expect(await project.report(2, "plan")).toMatchObject({ summary: { changes: { create: 1 } } });
});

test("a stack is asked for by name, and the others are left alone", async ({ service, project }) => {
  const ids = await declareStacks(project, service, { alpha: 1, beta: 1 });
  // As others call the project's file, and as Pulumi calls the stack in full.
  await project.write("Pulumi.yml", (await project.read("Pulumi.yaml")).replace(/^name: .*/, "name: access"));
  await project.removeFile("Pulumi.yaml");
  await project.expect(0, "apply", "--yes", "--stack", "organization/access/beta");
  expect(await service.connections(ids.alpha)).toEqual([]);
  expect(await service.connections(ids.beta)).toHaveLength(1);
  const { stderr } = await project.expect(1, "plan", "--stack", "betta");
  expect(stderr).toContain("There is no stack betta. Did you mean beta? There are: alpha, beta.");
  const elsewhere = await project.expect(1, "plan", "--stack", "organization/other/beta");
  expect(elsewhere.stderr).toContain("its project is access, not other");
});

test("a file that was renamed does not make its connections a second time, and each stack is destroyed where that is asked for", async ({
  service,
  project,
}) => {
  const ids = await declareStacks(project, service, { alpha: 2, beta: 1 });
  await project.expect(0, "apply", "--yes");
  await project.write("connections/renamed.yaml", await project.read("connections/alpha.yaml"));
  await project.removeFile("connections/alpha.yaml");
  for (const command of [["plan"], ["apply", "--yes"]]) {
    const { all } = await project.expect(1, ...command);
    expect(all).toContain("pulumi stack rename");
  }
  expect(await service.connections(ids.alpha)).toHaveLength(2);
  await project.pulumi("stack", "rename", "renamed", "--stack", "alpha");
  await project.expect(0, "plan", "--refresh");
  expect(await service.connections(ids.alpha)).toHaveLength(2);

  expect(await project.report(0, "destroy", "--yes", "--stack", "renamed")).toMatchObject({
    summary: { changes: { delete: 2 }, failed: 0 },
  });
  expect(await service.connections(ids.alpha)).toEqual([]);
  expect(await service.connections(ids.beta)).toHaveLength(1);
  await project.expect(0, "destroy", "--yes");
  expect(await service.connections(ids.beta)).toEqual([]);
});

test("a stack without a file is left alone, said, and emptied only when that is asked for", async ({
  service,
  project,
}) => {
  const ids = await declareStacks(project, service, { alpha: 2, beta: 1 });
  await project.expect(0, "apply", "--yes");
  await project.removeFile("connections/alpha.yaml");
  const { stacks } = await project.report(0, "apply", "--yes");
  expect(stacks.find(({ name }) => name === "alpha")).toMatchObject({
    connections: [
      { name: "alpha-1", change: "none", repositories: ["acme/alpha-1"] },
      { name: "alpha-2", change: "none", repositories: ["acme/alpha-2"] },
    ],
    notes: ["No file declares this stack any more: 2 connections are left alone. `--prune` deletes them."],
  });
  expect(await service.connections(ids.alpha)).toHaveLength(2);
  expect(await project.report(2, "plan", "--prune")).toMatchObject({
    summary: { changes: { delete: 2, none: 1 } },
  });
  await project.expect(0, "apply", "--prune", "--yes");
  expect(await service.connections(ids.alpha)).toEqual([]);
  expect(await service.connections(ids.beta)).toHaveLength(1);
  await project.expect(0, "plan");
});
