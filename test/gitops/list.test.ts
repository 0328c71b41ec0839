import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";

test("what is managed is listed and shown by the state and the files, and rotate says why it sends nothing", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 2 });
  const declared = await project.read("connections/one.yaml");
  const coregit =
    "coregit:\n  sync: { provider: github, label: robot, accessToken: { env: GITHUB_TOKEN }, verify: true }\n";
  await project.write("connections/one.yaml", `${declared}${coregit}`);
  await project.expect(0, "apply", "--yes");
  // One is new in the file, one has gone from it.
  const [first = "", ...rest] = declared.split("  one-1:\n");
  const late = "  late:\n    repositories: [acme/late]\n";
  const without = rest.join("").replace(/^( {4}.*\n)+/, "");
  await project.write("connections/one.yaml", `${first}${late}${without}${coregit}`);
  await service.takeRequests();

  const report = await project.report(0, "list");
  expect(report).toMatchObject({ command: "list", outcome: "clean", summary: { connections: 4 } });
  expect(report.stacks[0]?.connections).toMatchObject([
    {
      name: "late",
      change: "create",
      repositories: ["acme/late"],
      credentials: { from: "env GITHUB_TOKEN" },
    },
    { name: "one-2", change: "none", credentials: { version: 1, changedAt: expect.any(String) } },
    { name: "one-1", change: "delete", repositories: ["acme/one-1"] },
    { name: "sync", change: "none", label: "robot", status: { valid: true } },
  ]);
  const { stdout } = await project.expect(0, "list");
  expect(stdout).toMatch(/^ {2}\+ late {3}sigsentry github {2}not applied yet$/m);
  expect(stdout).toMatch(/^ {2}= one-2 {2}sigsentry github \S+ {2}credentials changed today$/m);
  expect(stdout).toMatch(
    /^ {2}- one-1 {2}sigsentry github \S+ {2}not declared any more, credentials changed today$/m,
  );
  expect(stdout).toMatch(/^ {2}= sync {3}coregit github \S+ {2}token worked, credentials changed today$/m);
  expect(stdout).toMatch(/\n4 connections in 1 stack; 1 not applied yet, 1 not declared any more\.\n$/);
  const names = async (...args: string[]) =>
    (await project.report(0, "list", ...args)).stacks.flatMap(({ connections }) =>
      connections.map(({ name }) => name),
    );
  expect(await names("one-?")).toEqual(["one-2", "one-1"]);
  expect(await names("*", "--service", "coregit")).toEqual(["sync"]);

  // From below the project.
  const shown = await project.expect(0, "show", "one/one-1", "-C", "connections");
  expect(shown.stderr).toContain(`Using the project in ${project.folder}.`);
  expect(shown.stdout).toMatch(/^ {6}repositories {2}acme\/one-1$/m);
  expect((await project.expect(1, "show", "snyc")).stderr).toContain(
    "No connection snyc is declared or managed. Did you mean sync?",
  );
  expect(await service.takeRequests()).toEqual([]);

  await project.write("connections/one.yaml", `${declared}${coregit}`);
  const same = await project.report(0, "rotate", "one-1", "--yes");
  expect(same.stacks[0]?.notes).toEqual([
    expect.stringContaining("GITHUB_TOKEN"),
    expect.stringMatching(
      /^one-1: its credentials are those that were sent last, so nothing was sent. To send the same ones again, set credentialsVersion of one-1 to 2 \(connections\/one\.yaml:\d+:\d+\), and run this command again\.$/,
    ),
  ]);
  // It does what it says.
  await project.write(
    "connections/one.yaml",
    `${declared}${coregit}`.replace("  one-1:\n", "$&    credentialsVersion: 2\n"),
  );
  expect((await project.report(0, "rotate", "one-1", "--yes")).stacks[0]?.connections).toMatchObject([
    { name: "one-1", change: "update", outcome: "done" },
  ]);
  expect(await service.connections(one)).toHaveLength(2);
});
