import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";

/** A resource that no file declares. */
const OTHER = `
const { dynamic } = require("@pulumi/pulumi");
const provider = { create: async () => ({ id: "bucket" }) };
class Bucket extends dynamic.Resource {
  constructor(name) {
    super(provider, name, {});
  }
}
new Bucket("data");
`;

test("destroy deletes nothing that it has not shown: a stack that has more than connections is left alone", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  await project.write("index.js", `require("pulumi-repo-connections/gitops");${OTHER}`);
  const plan = await project.report(2, "plan");
  expect(plan.stacks[0]?.notes).toEqual([
    "This report leaves out resources that are not connections: data. Pulumi's own commands show them: `pulumi preview --stack one`, `pulumi stack --stack one`.",
  ]);
  await project.expect(0, "apply", "--yes");
  const destroyed = await project.report(1, "destroy", "--yes");
  expect(destroyed.stacks[0]?.errors).toEqual([
    "The stack also has resources that are not connections, and they would be deleted too: data. Nothing was deleted. To delete the connections only, take them out of the file and apply that; `pulumi destroy --stack one` deletes everything.",
  ]);
  expect(await service.connections(one)).toHaveLength(1);
  const { deployment } = JSON.parse(await project.pulumi("stack", "export", "--stack", "one"));
  expect(deployment.resources.map(({ urn }: { urn: string }) => urn.split("::").at(-1))).toContain("data");
});

test("a program that declares none of what the file says is an error, not a plan without changes", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  await project.write("index.js", "console.log('hello');");
  for (const command of [["plan"], ["apply", "--yes"]]) {
    const { stacks } = await project.report(1, ...command);
    expect(stacks[0]?.errors).toEqual([
      "The program that Pulumi.yaml names declares none of this file's connections: it has to load `pulumi-repo-connections/gitops`, as the index.js does that `repo-connections init` writes.",
    ]);
  }
  expect(await service.connections(one)).toEqual([]);
});
