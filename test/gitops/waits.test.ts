import { expect } from "vitest";
import { test } from "../support/gitops";

test("whoever waits for a rate limit is told at once for how long, and why", async ({ service, project }) => {
  const refusal = (seconds: number) => ({
    kind: "status" as const,
    ...{ status: 429, code: "RATE_LIMITED", headers: { "Retry-After": String(seconds) } },
  });
  await project.expect(0, "init");
  await project.write(
    "connections.yaml",
    `project: ${service.projectId}
sigsentry:
  payments: { platform: github, repositories: [acme/payments], credentials: { token: { env: GITHUB_TOKEN } } }
coregit:
  sync: { provider: github, label: acme robot, accessToken: { env: GITHUB_TOKEN } }
`,
  );
  await service.control.addFault({ match: { method: "POST", path: "/v1/config/repos" }, effect: refusal(4) });
  await service.control.addFault({ match: { method: "POST", path: "/v1/connections" }, effect: refusal(6) });
  const apply = project.watch([], "apply", "--yes");
  for (const seconds of [4, 6]) {
    await apply.says(`connections: Waiting ${seconds} s for ${service.url}: its rate limit is reached.\n`);
    expect([apply.child.exitCode, apply.stdout]).toEqual([null, ""]);
  }
  expect(await apply.ended).toBe(0);
  expect(apply.stdout).toContain("Applied: 2 created.");
  expect(apply.stderr.match(/Waiting/g)).toHaveLength(2);
  // What is over is no news.
  expect(apply.stdout).not.toContain("Waiting");

  // What this process asks itself waits likewise, and pulumi shows it by itself.
  for (const run of [
    () => project.run(["import", "--dry-run"]).then(({ stderr }) => stderr),
    () => project.pulumi("refresh", "--yes", "--stack", "connections"),
  ]) {
    await service.control.addFault({
      match: { method: "GET", path: "/v1/config/repos" },
      effect: refusal(3),
    });
    expect(await run()).toContain(`Waiting 3 s for ${service.url}: its rate limit is reached.\n`);
  }
});
