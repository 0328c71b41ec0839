import { join } from "node:path";
import { expect } from "vitest";
import { type GitopsProject, test } from "../support/gitops";
import { FOR_EVER_MS, killOnceFaulty } from "../support/killedRun";
import type { TestService } from "../support/service";

const CREATIONS = { sigsentry: "/v1/config/repos", coregit: "/v1/connections" } as const;

/** One file declares both kinds, the other one, of the same organisation, Coregit's alone. */
function declare(project: GitopsProject, service: TestService, stack: "a" | "b", ...lines: string[]) {
  const isOfBoth = stack === "a";
  return project.write(
    `connections/${stack}.yaml`,
    [
      ...(isOfBoth ? [`project: ${service.projectId}`] : []),
      "defaults:",
      "  sigsentry: { platform: github, credentials: { github: { token: { env: GITHUB_TOKEN } } } }",
      "  coregit: { provider: github, accessToken: { github: { env: GITHUB_TOKEN } } }",
      ...(isOfBoth ? ["sigsentry:", "  stays: { repositories: [acme/stays] }"] : []),
      ...lines.filter((line) => !line.includes("label")),
      "coregit:",
      `  sync-${stack}: { label: ${stack} }`,
      ...lines.filter((line) => line.includes("label")),
      "",
    ].join("\n"),
  );
}

const REPOSITORY = "  lost: { repositories: [acme/lost] }";
const LABEL = "  mirror: { label: lost }";

/** Two stacks; a run is killed while it creates one more of each kind in the first. */
async function killedInFirst(project: GitopsProject, service: TestService) {
  await project.expect(0, "init", "--folder-for", "a");
  await declare(project, service, "a");
  await declare(project, service, "b");
  await project.expect(0, "apply", "--yes");
  await declare(project, service, "a", REPOSITORY, LABEL);
  for (const path of Object.values(CREATIONS))
    await service.control.addFault({
      match: { method: "POST", path },
      effect: { kind: "delay", ms: FOR_EVER_MS, when: "after" },
    });
  await killOnceFaulty(project, service, "apply", "--yes");
  const repo = (await service.connections()).find(({ repositories }) => repositories[0] === "acme/lost");
  const sync = (await service.coregitConnections()).find(({ label }) => label === "lost");
  if (repo === undefined || sync === undefined) throw new Error("nothing was made");
  return { repo: repo.id, sync: sync.id };
}

test.for([
  ["the same machine"],
  ["another machine"],
])("what another stack has taken over on %s, a creation that was killed does not take up again", async ([
  where,
], { service, project }) => {
  const { repo, sync } = await killedInFirst(project, service);
  await declare(project, service, "a", `  found: { repositories: [acme/lost], adopt: ${repo} }`);
  await declare(project, service, "b", `  sync-taken: { label: lost, adopt: ${sync} }`);
  const home = project.environment.PULUMI_HOME;
  if (where === "another machine") {
    project.environment.PULUMI_HOME = join(project.root, "another");
    await project.pulumi("cancel", "--yes", "--stack", "a");
  }
  await project.expect(0, "apply", "--yes");
  if (home !== undefined) project.environment.PULUMI_HOME = home;

  // The same names, for something else.
  await declare(
    project,
    service,
    "a",
    `  found: { repositories: [acme/lost], adopt: ${repo} }`,
    "  lost: { repositories: [acme/lost], allowDuplicate: true }",
    "  mirror: { label: another }",
  );
  const before = await service.control.log();
  await project.expect(0, "apply", "--yes");
  const written = (await service.control.log())
    .slice(before.length)
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/test"))
    .map(({ method, path }) => `${method} ${path}`);
  expect(written.filter((one) => one.includes(repo) || one.includes(sync))).toEqual([]);
  expect(await service.connections()).toHaveLength(3);
  expect((await service.coregitConnections()).map(({ label }) => label).sort()).toEqual([
    ...["a", "another", "b", "lost"],
  ]);
  await project.expect(0, "plan", "--refresh");
});

test("a connection is made anew under the name that another one had, with the same fields", async ({
  service,
  project,
}) => {
  await project.expect(0, "init", "--folder-for", "a");
  await declare(project, service, "a", "  payments: { repositories: [acme/payments] }");
  await project.expect(0, "apply", "--yes");
  await declare(project, service, "a", "  old: { repositories: [acme/payments] }");
  await project.expect(0, "apply", "--yes");
  await declare(
    project,
    service,
    "a",
    "  old: { repositories: [acme/payments] }",
    "  payments: { repositories: [acme/payments], allowDuplicate: true }",
  );
  await project.expect(0, "apply", "--yes");
  expect(await service.connections()).toHaveLength(3);
  await project.expect(0, "plan", "--refresh");
});
