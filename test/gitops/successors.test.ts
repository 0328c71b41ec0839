import { expect } from "vitest";
import type { Report } from "../../gitops/report/schema";
import { test } from "../support/gitops";
import { CALL, COREGIT_CALL, type TestService } from "../support/service";

/** What a connection of each kind says besides its name; the names tell them apart. */
interface Declared {
  readonly sigsentry?: Readonly<Record<string, string>>;
  readonly coregit?: Readonly<Record<string, string>>;
}

const file = (project: string, { sigsentry = {}, coregit = {} }: Declared) =>
  [
    `project: ${project}`,
    "defaults:",
    "  sigsentry: { platform: github, credentials: { github: { token: { env: GITHUB_TOKEN } } } }",
    "  coregit: { provider: github, accessToken: { github: { env: GITHUB_TOKEN } } }",
    "sigsentry:",
    ...Object.entries(sigsentry).map(([name, fields]) => `  ${name}: { ${fields} }`),
    "coregit:",
    ...Object.entries(coregit).map(([name, fields]) => `  ${name}: { ${fields} }`),
    "",
  ].join("\n");

const told = ({ stacks }: Report) =>
  stacks.flatMap(({ connections }) =>
    connections.map(({ name, change, outcome, fields }) => [
      name,
      change,
      outcome,
      ...fields.map(({ path, from, to }) => `${path} ${String(from)} → ${String(to)}`),
    ]),
  );

const refuse = (service: TestService, path: string) =>
  service.control.addFault({
    match: { method: "POST", path, times: "always" },
    effect: { kind: "status", status: 403, code: "QUOTA_EXCEEDED", message: "The plan allows no more." },
  });

test("what is renamed in a file is renamed, and nothing is sent", async ({ service, project }) => {
  const of = (declared: Declared) => project.write("connections.yaml", file(service.projectId, declared));
  await project.expect(0, "init");
  await of({
    sigsentry: { payments: "repositories: [acme/payments]", fraud: "repositories: [acme/fraud]" },
    coregit: { sync: "label: robot" },
  });
  await project.expect(0, "apply", "--yes");
  const before = [...(await service.connections()), ...(await service.coregitConnections())];

  // As a creation and a deletion, the first of it would be refused, and the second lose what there was.
  await refuse(service, "/v1/**");
  await of({
    sigsentry: { "payments-eu": "repositories: [acme/payments]", fraud: "repositories: [acme/fraud]" },
    coregit: { "sync-eu": "label: robot" },
  });
  await service.takeCalls();
  const renames = (outcome?: string) => [
    ["payments-eu", "rename", outcome, "name payments → payments-eu"],
    ["fraud", "none", undefined],
    ["sync-eu", "rename", outcome, "name sync → sync-eu"],
  ];
  const planned = await project.report(0, "plan", "--out", "plan.json");
  expect(told(planned)).toEqual(renames());
  expect(planned.outcome).toBe("clean");
  expect(told(await project.report(0, "apply", "--plan", "plan.json", "--yes"))).toEqual(renames("done"));
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list, COREGIT_CALL.list]));
  expect([...(await service.connections()), ...(await service.coregitConnections())]).toEqual(before);
  await service.control.clearFaults();
  expect((await project.report(0, "plan", "--refresh")).summary.changes).toEqual({ none: 3 });

  // More than the name has changed, and two could be it: nobody guesses, and the file may say it, to Pulumi alone too.
  const two = { "payments-us": "repositories: [acme/fraud]", "fraud-us": "repositories: [acme/fraud]" };
  await of({ sigsentry: two, coregit: { "sync-eu": "label: robot" } });
  const [refused] = (await project.report(1, "plan")).stacks;
  expect(refused?.errors.join("\n")).toContain(
    "payments-us is new, and fraud is no longer declared, with the same platform and repositories: which became which is not guessed.",
  );
  const said = Object.entries({ "payments-us": "payments-eu", "fraud-us": "fraud" }).map(([name, former]) => [
    name,
    `repositories: [acme/fraud], renamedFrom: ${former}`,
  ]);
  await of({ sigsentry: Object.fromEntries(said), coregit: { "sync-eu": "label: robot" } });
  await service.takeCalls();
  await project.pulumi("up", "--yes", "--skip-preview", "--stack", "connections");
  const calls = await service.takeCalls();
  expect(calls.filter((call) => call !== CALL.list && call !== COREGIT_CALL.list)).toEqual([CALL.update]);
  expect((await service.connections()).map(({ id }) => id).sort()).toEqual(
    before.flatMap(({ id }) => (id.includes("-") && id.length === 36 ? [id] : [])).sort(),
  );
});

test("nothing is deleted in a run in which something else has failed", async ({ service, project }) => {
  const ids = { one: service.projectId };
  await project.expect(0, "init");
  const of = (declared: Declared) => project.write("connections.yaml", file(ids.one, declared));
  await of({
    sigsentry: { payments: "repositories: [acme/payments]", ledger: "repositories: [acme/ledger]" },
    coregit: { sync: "label: robot", other: "label: other" },
  });
  await project.expect(0, "apply", "--yes");

  // The successors are others; the services refuse them.
  await of({
    sigsentry: {
      "payments-eu": "repositories: [acme/payments-eu]",
      ledger: "repositories: [acme/ledger], lookbackDays: 7",
    },
    coregit: { "sync-eu": "label: robot-eu", other: "label: other" },
  });
  const hint = (now: string, former: string) =>
    `${now} is new, and ${former} is no longer declared. If the one became the other, write \`renamedFrom: ${former}\` in ${now}: then nothing is deleted.`;
  expect((await project.report(2, "plan")).stacks[0]?.notes).toEqual([
    hint("payments-eu", "payments"),
    hint("sync-eu", "sync"),
    expect.stringContaining("That concerns sync."),
  ]);
  await refuse(service, "/v1/**");
  await service.takeCalls();
  const report = await project.report(1, "apply", "--yes");
  expect(told(report).map(([name, change, outcome]) => [name, change, outcome])).toEqual([
    ["payments-eu", "create", "failed"],
    ["ledger", "update", "done"],
    ["payments", "delete", "skipped"],
    ["sync-eu", "create", "failed"],
    ["other", "none", undefined],
    ["sync", "delete", "skipped"],
  ]);
  // The plan is the cause, at both services, and no key.
  const errors = report.stacks.flatMap(({ connections }) => connections.flatMap(({ error }) => error ?? []));
  expect(errors).toEqual([
    expect.stringMatching(
      /QUOTA_EXCEEDED: .*\. The plan allows no more repositories in this project: remove/,
    ),
    expect.stringMatching(
      /QUOTA_EXCEEDED: .*\. Coregit's plan allows no more, whatever the key: remove what is/,
    ),
  ]);
  expect(errors.join()).not.toMatch(/apiKey|API_KEY/);
  expect(report.stacks[0]?.notes.join("\n")).toContain(
    "Since connections/payments-eu, connections/sync-eu failed, these stay as they are: payments, sync.",
  );
  expect(await service.takeCalls()).not.toContain(CALL.delete);

  // The same by Pulumi alone, told to go on with the others.
  const alone = project.pulumi(
    "up",
    "--yes",
    "--skip-preview",
    "--continue-on-error",
    "--stack",
    "connections",
  );
  await expect(alone).rejects.toThrow("is not deleted, since something else in this run has failed");
  expect(await service.takeCalls()).not.toContain(CALL.delete);
  expect(await service.coregitConnections()).toHaveLength(2);

  // Only one service refuses now: the other's deletion is done.
  await service.control.clearFaults();
  await refuse(service, "/v1/connections");
  expect((await project.report(1, "apply", "--yes")).summary.failed).toBe(1);
  expect((await service.connections()).map(({ repositories }) => repositories[0]).sort()).toEqual([
    "acme/ledger",
    "acme/payments-eu",
  ]);
  expect((await service.coregitConnections()).map(({ label }) => label).sort()).toEqual(["other", "robot"]);

  await service.control.clearFaults();
  expect(told(await project.report(2, "plan", "--out", "plan.json"))).toContainEqual([
    "sync",
    "delete",
    undefined,
  ]);
  expect((await project.report(0, "apply", "--plan", "plan.json", "--yes")).summary.changes).toMatchObject({
    delete: 1,
    create: 1,
  });
  expect((await service.coregitConnections()).map(({ label }) => label).sort()).toEqual([
    "other",
    "robot-eu",
  ]);
  await project.expect(0, "plan", "--refresh");
});
