import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { test } from "../support/gitops";
import { CALL, COREGIT_CALL } from "../support/service";

const FIRST = "ghp_the-first-token-of-this-test";
const SECOND = "ghp_the-second-token-of-this-test";

test("rotate NAME needs that connection's credential and its service's key, and nothing of any other", async ({
  service,
  project,
}) => {
  await project.expect(0, "init");
  const file = (more = "") => `project: ${service.projectId}
sigsentry:
  payments: { platform: github, repositories: [a/payments], credentials: { token: { env: PAYMENTS_TOKEN } } }
  of-env: { platform: github, repositories: [a/env], credentials: { token: { env: OTHER_TOKEN } } }
  of-config: { platform: github, repositories: [a/config], credentials: { token: { config: other } } }
  bucket: { platform: bitbucket, repositories: [a/b], credentials: { username: u, appPassword: { config: other } } }
coregit:
  sync: { provider: github, label: sync, accessToken: { file: secrets/sync } }
  to-config: { provider: github, label: config, accessToken: { config: other } }
${more}`;
  await project.write("connections.yaml", file());
  Object.assign(project.environment, { PAYMENTS_TOKEN: FIRST, OTHER_TOKEN: FIRST });
  await project.write("secrets/sync", FIRST);
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "other", "the-other-secret-of-this-test");
  await project.expect(0, "apply", "--yes");
  const state = async () => {
    const { deployment } = JSON.parse(await project.pulumi("stack", "export", "--show-secrets"));
    const all: { urn: string; inputs?: object; outputs?: object; modified?: string }[] = deployment.resources;
    const named = all.filter(({ urn }) => /::(sigsentry|coregit|pulumi-nodejs).*::[\w-]+$/.test(urn));
    return Object.fromEntries(named.map((one) => [one.urn.split("::").at(-1), one]));
  };
  const before = await state();
  expect(Object.keys(before)).toEqual(expect.arrayContaining(["of-config", "to-config", "sync", "bucket"]));

  // Nothing of all this is where the rotation is run, one reference is new, and one connection was never applied.
  await project.pulumi("config", "rm", "other");
  await project.removeFile("secrets/sync");
  project.environment.OTHER_TOKEN = undefined;
  project.environment.COREGIT_API_KEY = undefined;
  project.environment.PAYMENTS_TOKEN = SECOND;
  await project.write(
    "connections.yaml",
    file("  added: { provider: github, label: added, accessToken: { config: never } }\n"),
  );
  await service.takeRequests();
  const { stacks } = await project.report(0, "rotate", "payments", "--yes");
  expect(stacks).toMatchObject([{ errors: [], connections: [{ name: "payments", outcome: "done" }] }]);
  const calls = await service.takeCalls();
  expect(calls.filter((call) => call !== CALL.list)).toEqual([CALL.update, CALL.purge]);
  const held = Object.fromEntries(
    (await service.connections()).map((one) => [one.repositories.join(), one.credentialsSha256]),
  );
  expect(held).toMatchObject({ "a/payments": sha256(SECOND), "a/env": sha256(FIRST) });

  // Of all others, the state is as it was.
  const { payments: rotated, ...others } = await state();
  const { payments: _, ...untouched } = before;
  expect(others).toEqual(untouched);
  expect(rotated?.inputs).toMatchObject({ credentialsVersion: 2 });

  // What the rotation itself needs is missing: that is said, and nothing else.
  project.environment.PAYMENTS_TOKEN = undefined;
  const missing = (await project.expect(1, "rotate", "payments", "--yes")).stdout;
  expect(missing).toContain("the environment variable PAYMENTS_TOKEN is not set where pulumi runs");
  expect(missing).not.toMatch(/OTHER_TOKEN|coregit:apiKey|secrets\/sync|secret other/);

  // The other way round: Coregit's, without SigSentry's key.
  project.environment.COREGIT_API_KEY = service.coregit.apiKey;
  project.environment.SIGSENTRY_API_KEY = undefined;
  const given = await project.run(["rotate", "to-config", "--stdin"], SECOND);
  expect([given.exitCode, given.stdout]).toEqual([0, expect.stringContaining("to-config")]);
  expect((await service.takeCalls()).filter((call) => call !== COREGIT_CALL.list)).toEqual([
    COREGIT_CALL.update,
    COREGIT_CALL.test,
  ]);

  // An application needs all of it, as before.
  const { stdout } = await project.expect(1, "plan");
  expect(stdout).toMatch(/OTHER_TOKEN[\s\S]*secrets\/sync/);
  expect(stdout).toContain("sigsentry:apiKey: is not set");
});
