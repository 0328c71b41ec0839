import { delimiter } from "node:path";
import { beforeAll, expect } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { type GitopsProject, test } from "../support/gitops";
import { HOST_SETTINGS } from "../support/program";
import { CALL, COREGIT_CALL, type TestService } from "../support/service";
import { BUILD_MS, yamlHost } from "../support/yamlHost";

let host: string;
beforeAll(async () => {
  host = await yamlHost();
}, BUILD_MS);

const EMPTY = `name: by-hand\nruntime: yaml\n${HOST_SETTINGS.plugin("../../../node_modules")}\n`;

/** Ten connections as people make them in the dashboards, of two projects and an organisation. */
async function makeTen(service: TestService, elsewhere: string): Promise<void> {
  const mapping = { serviceName: "api", repo: "acme/payments", pathPrefix: "src", defaultBranch: "trunk" };
  const { sigsentry } = service.control;
  const here = { projectId: service.projectId };
  const there = { projectId: elsewhere };
  const byHand: Parameters<typeof sigsentry.seedConnection>[0][] = [
    {
      ...here,
      platform: "github",
      repositories: ["acme/payments", "acme/ledger"],
      serviceMappings: [mapping],
    },
    { ...here, platform: "gitlab", repositories: ["shop/checkout/cart"], isActive: false },
    { ...here, platform: "bitbucket", repositories: ["acme/shop"] },
    { ...here, platform: "github", repositories: ["acme/site.github.io"] },
    { ...there, platform: "github", repositories: ["acme/shop"] },
    { ...there, platform: "gitlab", repositories: ["shop/orders", "shop/carts"], lookbackDays: 7 },
  ];
  for (const seed of byHand) await sigsentry.seedConnection(seed);
  for (const label of ["robot", "robot", "CI, read only", "a: b # c"]) await service.makeByHand({ label });
}

const withResources = z.looseObject({ resources: z.record(z.string(), z.unknown()).default({}) });

/** The program, or a part of it. */
const programIn = async (project: GitopsProject, file: string) =>
  withResources.parse(parse(await project.read(file)));

const importFile = z.strictObject({
  resources: z.array(z.strictObject({ type: z.string(), name: z.string(), id: z.string() })),
});

/** What a file for `pulumi import` names. */
const namedIn = (text: string) => importFile.parse(JSON.parse(text)).resources;

/** Has `pulumi import` take what a file names into the stack, and adds what it writes to the program. */
async function importFrom(project: GitopsProject, file: string): Promise<void> {
  await project.pulumi("import", "--file", file, "--yes", "--out", "written.yaml");
  const written = await programIn(project, "written.yaml");
  const program = await programIn(project, "Pulumi.yaml");
  const resources = { ...program.resources, ...written.resources };
  await project.write("Pulumi.yaml", stringify({ ...program, resources }));
}

/** A second project that the organisation's key may see. */
async function secondProject({ control, projectId }: TestService): Promise<string> {
  const first = (await control.sigsentry.projects()).find(({ id }) => id === projectId);
  if (first === undefined) throw new Error("there is no project");
  return (await control.sigsentry.seedProject({ tenantId: first.tenantId })).id;
}

test("ten connections made by hand are imported into a YAML program, which declares them as they are", async ({
  service,
  project,
}) => {
  const elsewhere = await secondProject(service);
  await makeTen(service, elsewhere);
  project.environment.PATH = [host, project.environment.PATH].join(delimiter);
  project.environment.SIGSENTRY_PROJECT_ID = service.projectId;
  await project.write("Pulumi.yaml", EMPTY);
  await project.pulumi("stack", "init", "dev");
  const all = () =>
    Promise.all([service.connections(), service.connections(elsewhere), service.coregitConnections()]);
  const held = await all();
  await service.takeCalls();

  await project.expect(0, "import", "--pulumi", "here.json");
  const here = namedIn(await project.read("here.json"));
  expect(here.map(({ name }) => name).sort()).toEqual(
    ["a-b-c", "cart", "ci-read-only", "ledger", "robot", "robot-github", "shop", "site.github.io"].sort(),
  );
  expect((await project.expect(1, "import", "--pulumi", "here.json")).all).toContain("stays as it is");
  await importFrom(project, "here.json");
  expect(namedIn((await project.expect(0, "import", "--pulumi", "here.json", "--dry-run")).stdout)).toEqual(
    [],
  );

  const { all: refused } = await project.expect(1, "import", "--project", elsewhere);
  expect(refused).toContain("--project goes with --pulumi");
  await project.expect(0, "import", "--pulumi", "there.json", "--project", elsewhere);
  const there = namedIn(await project.read("there.json"));
  expect(there.map(({ name }) => name).sort()).toEqual(["carts", "shop-github"]);
  for (const { id } of there) expect(id.split("/")).toEqual([elsewhere, expect.stringMatching(/./)]);
  await importFrom(project, "there.json");

  const { resources } = await programIn(project, "Pulumi.yaml");
  expect(Object.keys(resources)).toHaveLength(10);
  await project.pulumi("preview", "--expect-no-changes");
  await project.pulumi("preview", "--refresh", "--expect-no-changes");
  const reads: string[] = [CALL.list, COREGIT_CALL.list, COREGIT_CALL.test];
  expect((await service.takeCalls()).filter((call) => !reads.includes(call))).toEqual([]);
  expect(await all()).toEqual(held);
});
