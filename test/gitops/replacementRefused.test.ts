import { expect } from "vitest";
import { type GitopsProject, test } from "../support/gitops";

const declare = (project: GitopsProject, projectId: string, platform: string, lookbackDays: number) =>
  project.write(
    "connections.yaml",
    `project: ${projectId}
sigsentry:
  moved: { platform: ${platform}, repositories: [acme/moved], credentials: { token: { env: TOKEN } } }
  stays: { platform: github, repositories: [acme/stays], lookbackDays: ${lookbackDays}, credentials: { token: { env: GITHUB_TOKEN } } }
`,
  );

// Pulumi's engine is told to go on with the other connections, and then waits for the creation that was to follow.
test("a replacement whose deletion is refused ends the application, which the next one finishes", async ({
  service,
  project,
}) => {
  project.environment.TOKEN = "a-token-of-any-code-host";
  await project.expect(0, "init");
  await declare(project, service.projectId, "github", 30);
  await project.expect(0, "apply", "--yes");
  await declare(project, service.projectId, "gitlab", 7);
  await service.control.addFault({
    match: { method: "DELETE", path: "/v1/config/repos/*", times: "always" },
    effect: { kind: "status", status: 403, code: "FORBIDDEN" },
  });

  const [stack] = (await project.report(1, "apply", "--yes")).stacks;
  expect(stack?.errors).toEqual([]);
  expect(stack?.connections).toMatchObject([
    { name: "moved", outcome: "failed", error: expect.stringContaining("403") },
    { name: "stays", outcome: "done" },
  ]);
  expect(await service.connections()).toHaveLength(2);

  await service.control.clearFaults();
  await project.expect(0, "apply", "--yes");
  await project.expect(0, "plan");
  expect((await service.connections()).map(({ platform }) => platform).sort()).toEqual(["github", "gitlab"]);
});
