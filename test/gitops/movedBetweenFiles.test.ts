import { expect } from "vitest";
import type { Report } from "../../gitops/report/schema";
import { test } from "../support/gitops";
import { CALL, COREGIT_CALL } from "../support/service";

const coregit = (...names: string[]) =>
  `coregit:${names.length === 0 ? " {}" : ""}\n${names
    .map(
      (name) =>
        `  ${name}: { provider: github, label: ${name.split(" ")[0]}, accessToken: { env: GITHUB_TOKEN } }\n`,
    )
    .join("")}`;

const adopting = (name: string, id: string, fields = "") =>
  `  ${name}: { provider: github, label: ${name}, adopt: ${id}${fields} }\n`;

test("a connection that moved between files is moved, never deleted, whatever is asked for", async ({
  service,
  project,
}) => {
  await project.expect(0, "init", "--folder-for", "a");
  await project.write("connections/a.yaml", coregit("sync", "other"));
  await project.expect(0, "apply", "--yes");
  const before = await service.coregitConnections();
  const sync = before.find(({ label }) => label === "sync")?.id ?? "";
  await service.takeCalls();

  // Kept in one file and taken over in another.
  await project.write("connections/b.yaml", `coregit:\n${adopting("sync", sync)}`);
  const kept = await project.report(1, "apply", "--yes", "--stack", "b");
  expect(kept.stacks[0]?.errors).toEqual([
    `sync names ${sync} in adopt, which stack a manages as sync (connections/a.yaml). One connection is declared once: take it out of connections/b.yaml or of connections/a.yaml. Nothing was done.`,
  ]);

  // Moved, with and without adopt; the plan of either stack alone says so too.
  await project.write("connections/a.yaml", coregit("other"));
  const urn = "urn:pulumi:a::project::coregit:index:Connection::sync";
  const move = `pulumi state move --source a --dest b --yes '${urn}'`;
  for (const text of [`coregit:\n${adopting("sync", sync)}`, coregit("sync")]) {
    await project.write("connections/b.yaml", text);
    const { stacks } = await project.report(1, "plan", "--stack", "a");
    expect(stacks[0]?.connections).toEqual([]);
    const error = stacks[0]?.errors.join("\n");
    expect(error).toContain("From stack a to connections/b.yaml there moved sync");
    expect(error).toContain(`\n  pulumi stack init b --no-select\n  ${move}`);
  }
  const both = await project.report(1, "apply", "--yes", "--prune");
  expect(both.stacks.map(({ errors }) => errors.length)).toEqual([1, 1]);
  expect(await service.takeCalls()).toEqual([]);
  expect(await service.coregitConnections()).toEqual(before);

  await project.pulumi("stack", "init", "b", "--no-select");
  await project.pulumi("state", "move", "--source", "a", "--dest", "b", "--yes", urn);
  expect((await project.report(0, "plan", "--refresh")).summary).toMatchObject({
    changes: { none: 2 },
    stacks: 2,
  });
  await project.write(
    "connections/b.yaml",
    `coregit:\n${adopting("sync", sync, ", accessToken: { env: GITHUB_TOKEN }")}`,
  );
  expect((await project.report(0, "plan")).summary.changes).toEqual({ none: 2 });
  expect(await service.coregitConnections()).toEqual(before);

  // Declared in both without adopt: the plan says so, before the provider has to.
  await project.write("connections/a.yaml", coregit("other", "sync"));
  const twofold = await project.report(1, "plan", "--stack", "a");
  expect(twofold.stacks[0]?.connections.find(({ name }) => name === "sync")?.error).toContain(
    `${sync} at Coregit has the same provider and label, and stack b manages it as sync.`,
  );

  // Beside one of the same stack, or another new one in whichever file: told by the plan, done where it is asked for.
  const beside = (label: string, fields = "") =>
    `  beside: { provider: github, label: ${label}, accessToken: { env: GITHUB_TOKEN }${fields} }\n`;
  const errorOf = ({ stacks }: Report) =>
    stacks.flatMap(({ connections }) =>
      connections.flatMap(({ name, error }) => (error ? [[name, error]] : [])),
    );
  await project.write("connections/a.yaml", `${coregit("other")}${beside("other")}`);
  const own = await project.report(1, "plan", "--stack", "a");
  expect(errorOf(own)).toEqual([["beside", expect.stringContaining("and stack a manages it as other.")]]);
  const b = await project.read("connections/b.yaml");
  await project.write("connections/a.yaml", `${coregit("other")}${beside("new")}`);
  await project.write("connections/b.yaml", `${b}${beside("new")}`);
  const twins = await project.report(1, "plan");
  expect(errorOf(twins)).toEqual([
    [
      "beside",
      expect.stringContaining("beside (connections/b.yaml) is new too, with the same provider and label."),
    ],
    [
      "beside",
      expect.stringContaining("beside (connections/a.yaml) is new too, with the same provider and label."),
    ],
  ]);
  await project.expect(1, "apply", "--yes");
  expect(await service.coregitConnections()).toEqual(before);
  await project.write("connections/b.yaml", b);

  // Recorded twice, by hand: neither stack may delete it for the other.
  await project.write("connections/a.yaml", coregit("other"));
  const state = await project.pulumi("stack", "export", "--stack", "b");
  await project.write("state.json", state.replaceAll("urn:pulumi:b::", "urn:pulumi:a::"));
  await project.pulumi("stack", "import", "--stack", "a", "--file", "state.json");
  const twice = await project.report(1, "apply", "--yes", "--stack", "a");
  expect(twice.stacks[0]?.errors.join("\n")).toContain(`pulumi state delete --stack a --yes '${urn}'`);
  expect(await service.coregitConnections()).toEqual(before);
});

test("what exists and no stack manages is named before it would be made a second time; so is a wrong key", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const declared = [
    `project: ${service.projectId}`,
    "sigsentry:",
    "  payments: { platform: github, repositories: [acme/b, acme/a], credentials: { token: { env: GITHUB_TOKEN } } }",
    coregit("sync"),
  ].join("\n");
  await project.write("connections.yaml", declared);
  await project.expect(0, "apply", "--yes");
  const [[payments], [sync]] = [await service.connections(), await service.coregitConnections()];

  // Another stack of the project may declare the same a second time on purpose; another project's state is empty.
  const pulumiYaml = await project.read("Pulumi.yaml");
  await project.write("Pulumi.yaml", pulumiYaml.replace(/^name: .*$/m, "name: another"));
  await service.takeCalls();
  const planned = await project.report(1, "plan");
  expect(
    Object.fromEntries(planned.stacks[0]?.connections.map(({ name, error }) => [name, error]) ?? []),
  ).toEqual({
    payments: `connections.yaml:3:13: ${payments?.id} at SigSentry has the same platform and repositories, and no stack of this project manages it. To take it over, declare \`adopt: ${payments?.id}\`; to have another one made all the same, \`allowDuplicate: true\`. Nothing was done.`,
    sync: `connections.yaml:5:9: ${sync?.id} at Coregit has the same provider and label, and no stack of this project manages it. To take it over, declare \`adopt: ${sync?.id}\`; to have another one made all the same, \`allowDuplicate: true\`. Nothing was done.`,
  });
  expect((await service.takeCalls()).sort()).toEqual([CALL.list, COREGIT_CALL.list, COREGIT_CALL.test]);
  await project.expect(1, "apply", "--yes");
  expect(await service.takeCalls()).not.toContain(CALL.create);
  await project.write(
    "connections.yaml",
    declared
      .replace("[acme/b, acme/a]", "$&, allowDuplicate: true")
      .replace("label: sync", `$&, adopt: ${sync?.id}`),
  );
  await project.expect(0, "apply", "--yes");
  expect(await service.connections()).toHaveLength(2);
  expect(await service.coregitConnections()).toHaveLength(1);

  // A wrong key of one service: neither is written.
  project.environment.COREGIT_API_KEY = "cgk_live_00000000000000000000000000000000";
  await project.write(
    "connections.yaml",
    `${declared}  second: { provider: github, label: second, accessToken: { env: GITHUB_TOKEN } }\n`.replace(
      "[acme/b, acme/a]",
      "[acme/c]",
    ),
  );
  await service.takeCalls();
  const wrong = await project.report(1, "plan");
  expect(wrong.stacks[0]?.errors.join("\n")).toContain("Coregit answered 401");
  await project.expect(1, "apply", "--yes");
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list, COREGIT_CALL.list]));
});
