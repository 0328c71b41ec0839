import { expect } from "vitest";
import { renderHtml } from "../../gitops/report/html";
import { renderMarkdown } from "../../gitops/report/markdown";
import { reportSchema } from "../../gitops/report/schema";
import { type GitopsProject, test } from "../support/gitops";
import { serve } from "../support/http/serve";
import type { TestService } from "../support/service";

const APPLY = ["apply", "--plan", "plan.json", "--yes"];
const CHANGED = "What would be done is no longer what was reviewed. Nothing was done.";

/** A connection of each kind, their tokens by these references. */
const files = (project: string, reader: string, robot: string, more = "") => `project: ${project}
sigsentry:
  shop: { platform: gitlab, repositories: [acme/shop], credentials: { token: ${reader}${more} } }
coregit:
  sync: { provider: gitlab, label: sync, accessToken: ${robot} }
`;

async function declare(project: GitopsProject, service: TestService): Promise<string> {
  const text = files(service.projectId, "{ env: READER }", "{ config: robot }");
  Object.assign(project.environment, { READER: "glpat-one", SAME: "glpat-one" });
  await project.expect(0, "init", "--folder-for", "shop");
  await project.write("connections/shop.yaml", text);
  for (const file of ["secrets/a", "secrets/b"]) await project.write(file, "glpat-one");
  await project.pulumi("stack", "init", "shop");
  const secrets = ["robot", "other"].flatMap((name) => ["--secret", `${name}=glpat-two`]);
  await project.pulumi("config", "set-all", ...secrets, "--stack", "shop");
  return text;
}

test("what was reviewed fixes where each service is asked", async ({ service, project }) => {
  const hostile = await serve((_, response) => response.end("{}"));
  await declare(project, service);
  const text = (await project.expect(2, "plan", "--out", "plan.json")).stdout;
  expect(text).toContain(`\n  SigSentry at ${service.url}\n  Coregit at ${service.url}\n`);
  const addresses = [
    { kind: "sigsentry", url: service.url },
    { kind: "coregit", url: service.url },
  ];
  const plan = reportSchema.parse(JSON.parse(await project.read("plan.json")));
  expect(plan.stacks[0]?.addresses).toEqual(addresses);
  await service.takeCalls();

  const { host } = new URL(hostile.baseUrl);
  project.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = `${host},${new URL(service.url).host}`;
  for (const [kind, name] of [["sigsentry", "SigSentry"] as const, ["coregit", "Coregit"] as const]) {
    await project.pulumi("config", "set", `${kind}:baseUrl`, hostile.baseUrl, "--stack", "shop");
    const { stderr } = await project.expect(1, ...APPLY);
    expect(stderr).toContain(
      `${CHANGED}\n  shop: ${name} at ${service.url} was reviewed, now it is at ${hostile.baseUrl}\nMake a new plan and have it reviewed.`,
    );
    await project.pulumi("config", "rm", `${kind}:baseUrl`, "--stack", "shop");
  }
  expect(hostile.seen).toEqual([]);
  expect(await service.takeCalls()).toEqual([]);

  // A plan of an earlier version does not tell: it had the services' own addresses.
  const { addresses: _, ...earlier } = plan.stacks[0] ?? {};
  await project.write("plan.json", JSON.stringify({ ...plan, stacks: [earlier] }));
  expect((await project.expect(1, ...APPLY)).stderr).toContain(
    `${CHANGED}\n  shop: SigSentry is at ${service.url} now, and the plan does not tell that address\n  shop: Coregit is at ${service.url} now`,
  );
  expect(await service.takeCalls()).toEqual([]);
  await project.write("plan.json", JSON.stringify(plan));
  const applied = await project.report(0, ...APPLY);
  const drift = await project.report(0, "drift");
  const listed = await project.report(0, "list");
  const rotated = await project.report(0, "rotate", "--all", "--yes");
  for (const { stacks } of [applied, drift, listed, rotated]) expect(stacks[0]?.addresses).toEqual(addresses);
  expect(renderHtml(drift)).toContain(`Coregit at <strong class="warn">${service.url}</strong>`);
  expect(renderMarkdown(plan)).toContain("Coregit at <code>http");
  expect((await project.report(0, "destroy", "--yes")).stacks[0]?.addresses).toEqual(addresses);
});

test("what was reviewed fixes every reference and every code host", async ({ service, project }) => {
  const text = await declare(project, service);
  const refuses = async (changed: string, ...words: string[]) => {
    await project.write("connections/shop.yaml", changed);
    const { stderr } = await project.expect(1, ...APPLY);
    expect(stderr).toContain(CHANGED);
    for (const word of words) expect(stderr).toContain(word);
    await project.write("connections/shop.yaml", text);
  };
  const otherwise = (reader: string, robot = "{ config: robot }", more = "") =>
    files(service.projectId, reader, robot, more);

  // What is to be made: with the same secret behind the other reference.
  await project.expect(2, "plan", "--out", "plan.json");
  await refuses(
    otherwise("{ env: SAME }", "{ config: other }", ', baseUrl: "https://evil.example"'),
    ...['credentials + "env READER"', 'credentials + "env SAME"', "evil.example"],
    ...["config robot", "config other"],
  );
  expect(await service.connections()).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);
  await project.expect(0, ...APPLY);

  // What stays as it is, and what changes in something else.
  await project.expect(0, "plan", "--out", "plan.json");
  await refuses(
    otherwise("{ file: secrets/a }", "{ config: other }"),
    ...["no change", "secrets/a", "config robot", "config other"],
  );
  await project.write("connections/shop.yaml", otherwise("{ file: secrets/a }"));
  const planned = await project.report(2, "plan", "--out", "plan.json");
  expect(planned.stacks[0]?.connections[0]?.credentials.from).toBe("file secrets/a");
  await refuses(otherwise("{ file: secrets/b }"), "secrets/a", "secrets/b");
  const days = text.replace("acme/shop]", "acme/shop], lookbackDays: 7");
  await project.write("connections/shop.yaml", days);
  await project.expect(2, "plan", "--out", "plan.json");
  await refuses(
    days.replace("env: READER", "env: SAME").replace("config: robot", "config: other"),
    ...["READER", "SAME", "config other"],
  );

  // From a reference to a secret of the configuration: the report names the new one.
  await project.write("connections/shop.yaml", otherwise("{ config: robot }"));
  const moved = await project.report(2, "plan");
  expect(moved.stacks[0]?.connections[0]?.credentials.from).toBe("config robot");
});

test("what was reviewed fixes the project of SigSentry, where no file names it", async ({
  service,
  project,
}) => {
  await project.expect(0, "init", "--folder-for", "shop");
  await project.write(
    "connections/shop.yaml",
    files("", "{ env: READER }", "{ env: READER }").replace(/^project:.*\n/, ""),
  );
  Object.assign(project.environment, { READER: "glpat-one", SIGSENTRY_PROJECT_ID: service.projectId });
  expect((await project.expect(2, "plan", "--out", "plan.json")).stdout).toContain(
    `connections/shop.yaml, project ${service.projectId}\n`,
  );
  await project.pulumi("config", "set", "sigsentry:projectId", "prj_of_others", "--stack", "shop");
  expect((await project.expect(1, ...APPLY)).stderr).toContain(
    `${CHANGED}\n  shop: SigSentry with project ${service.projectId} was reviewed, now it is prj_of_others\n`,
  );
  expect(await service.connections()).toEqual([]);
  await project.pulumi("config", "rm", "sigsentry:projectId", "--stack", "shop");
  await project.expect(0, ...APPLY);
  expect(await service.connections()).toHaveLength(1);
});
