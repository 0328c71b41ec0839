import { once } from "node:events";
import { expect, vi } from "vitest";
import type { Report } from "../../gitops/report/schema";
import { newProject } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import { FOR_EVER_MS, killOnceFaulty } from "../support/killedRun";
import { CALL, type TestService } from "../support/service";

const CREATION = { method: "POST", path: "/v1/config/repos", times: "always" } as const;
const QUOTA = { kind: "status", status: 403, code: "QUOTA_EXCEEDED" } as const;

/** Two files, each for a project of its own; in each a connection that changes its code host with the platform. */
async function twoFiles(project: GitopsProject, service: TestService) {
  project.environment.GITLAB_TOKEN = "glpat-the-first-token-of-this-test";
  await project.expect(0, "init", "--folder-for", "first");
  await project.removeFile("connections/first.yaml");
  const ids = { a: service.projectId, b: await newProject(service) };
  const declare = (stack: "a" | "b", platform: string, ...more: string[]) => {
    const names = [`${stack}-moves`, ...more];
    const connections = names.map((name) => {
      const host = name.endsWith("-moves") ? platform : "github";
      // Whoever goes to another code host has another token there.
      return `  ${name}: { platform: ${host}, repositories: [acme/${name}], credentials: { token: { env: ${host.toUpperCase()}_TOKEN } } }\n`;
    });
    return project.write(
      `connections/${stack}.yaml`,
      `project: ${ids[stack]}\nsigsentry:\n${connections.join("")}`,
    );
  };
  const hosts = async () => {
    const found = [...(await service.connections(ids.a)), ...(await service.connections(ids.b))];
    return found.map(({ platform, repositories }) => `${platform} ${repositories[0]}`).sort();
  };
  return { ids, declare, hosts };
}

const told = ({ stacks }: Report) =>
  stacks.flatMap(({ connections }) =>
    connections.map(({ name, change, outcome }) => [name, change, outcome]),
  );

test("nothing is replaced once something else has failed, in whichever stack", async ({
  service,
  project,
}) => {
  const { declare, hosts } = await twoFiles(project, service);
  await declare("a", "github");
  await declare("b", "github");
  await project.expect(0, "apply", "--yes");

  await declare("a", "gitlab", "a-new");
  await declare("b", "gitlab", "b-new");
  await service.control.addFault({ match: { ...CREATION, times: 1 }, effect: QUOTA });
  await service.takeCalls();
  const report = await project.report(1, "apply", "--yes", "--parallel", "1");
  expect(told(report)).toEqual([
    ["a-moves", "replace", "skipped"],
    ["a-new", "create", "failed"],
    ["b-moves", "replace", "skipped"],
    ["b-new", "create", "done"],
  ]);
  expect(report.stacks.flatMap(({ notes }) => notes)).toEqual([
    expect.stringContaining("Since a/a-new failed, this stays as it is: a-moves."),
    expect.stringContaining("Since a/a-new failed, this stays as it is: b-moves."),
  ]);
  expect(await service.takeCalls()).not.toContain(CALL.delete);

  await service.control.clearFaults();
  expect(told(await project.report(0, "apply", "--yes"))).toEqual([
    ["a-moves", "replace", "done"],
    ["a-new", "create", "done"],
    ["b-moves", "replace", "done"],
    ["b-new", "none", undefined],
  ]);
  expect(await hosts()).toEqual([
    "github acme/a-new",
    "github acme/b-new",
    "gitlab acme/a-moves",
    "gitlab acme/b-moves",
  ]);
});

test("a replacement that fails says what has become of the old connection, and no other is begun", async ({
  service,
  project,
}) => {
  const { declare, hosts } = await twoFiles(project, service);
  await declare("a", "github");
  await declare("b", "github", "b-gone");
  await project.expect(0, "apply", "--yes");

  await declare("a", "gitlab");
  await declare("b", "gitlab");
  await service.control.addFault({ match: CREATION, effect: QUOTA });
  const planned = await project.report(2, "plan", "--out", "plan.json");
  const [old] = planned.stacks[0]?.connections ?? [];
  const report = await project.report(1, "apply", "--plan", "plan.json", "--yes");
  expect(told(report)).toEqual([
    ["a-moves", "replace", "failed"],
    ["b-moves", "replace", "skipped"],
    ["b-gone", "delete", "skipped"],
  ]);
  const [failed] = report.stacks[0]?.connections ?? [];
  expect(failed?.error).toContain("403");
  expect(failed?.error).toContain(
    `The old connection (${old?.id}) is deleted. The same command, run again, makes the new one.`,
  );
  expect(await hosts()).toEqual(["github acme/b-gone", "github acme/b-moves"]);

  await service.control.clearFaults();
  await service.control.addFault({
    match: { method: "DELETE", path: "/v1/config/repos/*", times: "always" },
    effect: { kind: "status", status: 403, code: "FORBIDDEN" },
  });
  const [a, b] = (await project.report(1, "apply", "--yes")).stacks;
  expect(a?.connections).toMatchObject([{ name: "a-moves", change: "replace", outcome: "done" }]);
  expect(b?.connections[0]?.error).toContain(
    "No new connection was made. The same command, run again, goes on.",
  );
  await service.control.clearFaults();
  await project.expect(0, "apply", "--yes");
  expect(await hosts()).toEqual(["gitlab acme/a-moves", "gitlab acme/b-moves"]);
});

test("a connection that is renamed and goes to another code host is replaced once, under its new name", async ({
  service,
  project,
}) => {
  project.environment.GITLAB_TOKEN = "glpat-the-first-token-of-this-test";
  await project.expect(0, "init");
  const declare = (name: string, host: string, more = "") =>
    project.write(
      "connections.yaml",
      `project: ${service.projectId}
sigsentry:
  ${name}: { platform: ${host}, repositories: [acme/it], credentials: { token: { env: ${host.toUpperCase()}_TOKEN } }${more} }
`,
    );
  await declare("before", "github");
  await project.expect(0, "apply", "--yes");
  await declare("now", "gitlab", ", renamedFrom: before");
  expect(told(await project.report(0, "apply", "--yes"))).toEqual([["now", "replace", "done"]]);
  expect((await service.onlyConnection()).platform).toBe("gitlab");
  await project.expect(0, "plan", "--refresh");
});

test("a run that is killed between the halves of a replacement is brought to its end, whether the new connection was made or not", async ({
  service,
  project,
}) => {
  const { declare, hosts } = await twoFiles(project, service);
  await declare("a", "github");
  await declare("b", "github");
  await project.expect(0, "apply", "--yes");
  // There and back again. On the way back, the first creation gets an answer of before, and makes nothing.
  for (const [when, old, now] of [
    ["after", "github", "gitlab"],
    ["before", "gitlab", "github"],
  ] as const) {
    await declare("a", now);
    await declare("b", now);
    await service.control.addFault({
      match: { ...CREATION, times: 1 },
      effect: { kind: "delay", ms: FOR_EVER_MS, when },
    });
    await killOnceFaulty(project, service, "apply", "--yes");
    const made = when === "after" ? [`${now} acme/a-moves`] : [];
    expect(await hosts()).toEqual([...made, `${old} acme/b-moves`].sort());

    expect(told(await project.report(0, "apply", "--yes"))).toEqual([
      ["a-moves", "replace", "done"],
      ["b-moves", "replace", "done"],
    ]);
    expect(await hosts()).toEqual([`${now} acme/a-moves`, `${now} acme/b-moves`]);
  }
  expect((await project.report(0, "plan", "--refresh")).summary.changes).toEqual({ none: 2 });
});

test("an interruption lets the replacement that is under way come to its end, and begins no other", async ({
  service,
  project,
}) => {
  const { declare, hosts } = await twoFiles(project, service);
  await declare("a", "github");
  await declare("b", "github", "b-gone");
  await project.expect(0, "apply", "--yes");
  await declare("a", "gitlab");
  await declare("b", "gitlab");
  await service.control.addFault({
    match: { ...CREATION, times: 1 },
    effect: { kind: "delay", ms: 5_000, when: "before" },
  });
  const command = project.start("apply", "--yes");
  const closed = once(command, "close");
  await vi.waitUntil(async () => (await service.control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 120_000,
  });
  command.kill("SIGINT");
  expect(await closed).toEqual([130, null]);
  expect(await hosts()).toEqual(["github acme/b-gone", "github acme/b-moves", "gitlab acme/a-moves"]);
  expect(told(await project.report(0, "apply", "--yes"))).toEqual([
    ["a-moves", "none", undefined],
    ["b-moves", "replace", "done"],
    ["b-gone", "delete", "done"],
  ]);
});
