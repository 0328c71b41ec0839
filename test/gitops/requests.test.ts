import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { test } from "../support/gitops";
import { expectNoSecrets } from "../support/noSecrets";

test("requests are shown on stderr where the environment asks for it, and the report is as ever", async ({
  service,
  project,
}) => {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  project.environment.REPO_CONNECTIONS_DEBUG = "request";
  expect((await project.expect(1, "plan")).stdout).toContain(
    'REPO_CONNECTIONS_DEBUG: must be requests, which shows each request, or not set, found "request".',
  );
  expect(await service.takeCalls()).toEqual([]);

  project.environment.REPO_CONNECTIONS_DEBUG = "requests";
  const { stdout, stderr } = await project.expect(0, "apply", "--yes");
  expect(await service.connections(one)).toHaveLength(1);
  // Those of the command itself, and those of the provider that it runs for a stack.
  const lines = stderr.matchAll(
    /^(?:one: )?([A-Z]+ \/v1\S*) \d{3} in \d+ ms \(attempt 1, request req_\S+\)$/gm,
  );
  expect([...lines].map(([, request]) => request)).toEqual(await service.takeCalls());
  expect(stdout).not.toMatch(/ in \d+ ms /);
  expectNoSecrets({ stdout, stderr }, [service.orgKey, project.environment.GITHUB_TOKEN ?? ""]);
});
