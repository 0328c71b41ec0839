import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { newProject } from "../support/declared";
import { test } from "../support/gitops";
import { CALL } from "../support/service";

test("over several stacks, the first failure ends it; a second run goes on", async ({ service, project }) => {
  await project.expect(0, "init", "--folder-for", "alpha");
  const ids: Record<string, string> = {};
  for (const name of ["alpha", "beta", "gamma"]) {
    ids[name] = await newProject(service);
    const gitlab = "platform: gitlab, credentials: { token: { env: GITLAB_TOKEN } }";
    await project.write(
      `connections/${name}.yaml`,
      `project: ${ids[name]}
sigsentry:
  hub: { platform: github, credentials: { token: { env: GITHUB_TOKEN } }, repositories: [a/hub] }
  one: { ${gitlab}, repositories: [a/one] }
  two: { ${gitlab}, repositories: [a/two] }
`,
    );
  }
  project.environment.GITLAB_TOKEN = "glpat-the-first-token-of-this-test";
  await project.expect(0, "apply", "--yes");
  await service.takeRequests();
  const last = "glpat-the-second-token-of-this-test";
  const heldBy = async (name: string) =>
    Object.fromEntries(
      (await service.connections(ids[name])).map(({ repositories, credentialsSha256 }) => [
        repositories.join(),
        credentialsSha256 === sha256(last),
      ]),
    );

  const updates = async () => (await service.takeCalls()).filter((call) => call === CALL.update).length;

  // A new token for GitHub too, which nobody has asked to be rotated.
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  project.environment.GITLAB_TOKEN = last;
  await service.control.addFault({
    match: { method: "PUT", nth: 3 },
    effect: { kind: "status", status: 403, code: "FORBIDDEN", message: "Not today." },
  });
  const rotate = ["rotate", "--all", "--platform", "gitlab", "--yes"];
  const stopped = await project.report(1, ...rotate);
  expect(
    stopped.stacks.map(({ name, connections }) => [name, connections.map((one) => one.outcome)]),
  ).toEqual([
    ["alpha", ["done", "done"]],
    ["beta", expect.arrayContaining(["failed", "skipped"])],
    ["gamma", ["skipped", "skipped"]],
  ]);
  const failed = stopped.stacks
    .flatMap(({ connections }) => connections)
    .filter(({ error }) => error !== undefined);
  expect(failed).toMatchObject([{ outcome: "failed", error: expect.stringContaining("Not today.") }]);
  expect(await updates()).toBe(3);
  const no = { "a/hub": false, "a/one": false, "a/two": false };
  expect(await heldBy("alpha")).toEqual({ ...no, "a/one": true, "a/two": true });
  expect([await heldBy("beta"), await heldBy("gamma")]).toEqual([no, no]);

  expect((await project.report(0, ...rotate)).summary.changes).toEqual({ none: 2, update: 4 });
  expect(await updates()).toBe(4);
  for (const name of ["beta", "gamma"]) expect(await heldBy(name)).toEqual(await heldBy("alpha"));
});
