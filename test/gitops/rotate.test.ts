import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { type ConnectionReport, type Report, reportSchema } from "../../gitops/report/schema";
import { type GitopsProject, test } from "../support/gitops";
import { CALL, COREGIT_CALL, type Seen, type TestService } from "../support/service";

const FIRST = "ghp_the-first-token-of-this-test";
const second = (place: string) => `ghp_the-second-token-from-${place}`;

/** What changes something at the services, and tests of tokens. */
const WORK: readonly string[] = [
  ...[CALL.create, CALL.update, CALL.purge, CALL.delete],
  ...[COREGIT_CALL.create, COREGIT_CALL.update, COREGIT_CALL.test, COREGIT_CALL.delete],
];

async function takeWork(service: TestService): Promise<Seen[]> {
  return (await service.takeRequests()).filter(({ call }) => WORK.includes(call));
}

const hidden = expect.any(String);
const ROTATED = [
  { call: CALL.update, body: { credentials: { token: hidden } } },
  { call: CALL.purge, body: null },
];
const COREGIT_ROTATED = [
  { call: COREGIT_CALL.update, body: { access_token: hidden } },
  { call: COREGIT_CALL.test, body: null },
];

/** A connection at each service for each place where a token can be. */
const everyReference = (project: string) => `project: ${project}
sigsentry:
  of-env: { platform: github, repositories: [a/env], credentials: { token: { env: SIGSENTRY_TOKEN } } }
  of-file: { platform: github, repositories: [a/file], credentials: { token: { file: secrets/sigsentry } } }
  of-config: { platform: github, repositories: [a/config], credentials: { token: { config: sigsentryToken } } }
coregit:
  to-env: { provider: github, label: env, accessToken: { env: COREGIT_TOKEN } }
  to-file: { provider: github, label: file, accessToken: { file: secrets/coregit } }
  to-config: { provider: github, label: config, accessToken: { config: coregit-tokens:sync } }
`;

async function applyEveryReference(service: TestService, project: GitopsProject): Promise<void> {
  await project.expect(0, "init");
  await project.write("connections.yaml", everyReference(service.projectId));
  project.environment.SIGSENTRY_TOKEN = FIRST;
  project.environment.COREGIT_TOKEN = FIRST;
  await project.write("secrets/sigsentry", FIRST);
  await project.write("secrets/coregit", FIRST);
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "sigsentryToken", FIRST);
  await project.pulumi("config", "set", "--secret", "coregit-tokens:sync", FIRST);
  await project.expect(0, "apply", "--yes");
  await service.takeRequests();
}

/** The SHA-256 of each connection's credential, by the connection's only repository or label. */
async function held(service: TestService): Promise<Record<string, string | null>> {
  const ofSigsentry = (await service.connections()).map(
    ({ repositories, credentialsSha256 }) => [repositories.join(), credentialsSha256] as const,
  );
  const ofCoregit = (await service.coregitConnections()).map(
    ({ label, tokenSha256 }) => [label, tokenSha256] as const,
  );
  return Object.fromEntries([...ofSigsentry, ...ofCoregit]);
}

function connectionsOf({ stacks }: Report): ConnectionReport[] {
  return stacks.flatMap(({ connections }) => connections);
}

test("the services take what the references give now, and are sent nothing else", async ({
  service,
  project,
}) => {
  await applyEveryReference(service, project);
  const before = Date.now();
  const rotated = { change: "update", outcome: "done", credentials: { version: 2 } };

  project.environment.SIGSENTRY_TOKEN = second("env");
  const one = await project.report(0, "rotate", "of-env", "--yes");
  expect(one).toMatchObject({ command: "rotate", outcome: "clean", summary: { changes: { update: 1 } } });
  const [ofEnv] = connectionsOf(one);
  expect(ofEnv).toMatchObject({ ...rotated, name: "of-env", credentials: { from: "env SIGSENTRY_TOKEN" } });
  expect(ofEnv?.fields).toEqual([{ path: "credentialsVersion", from: 1, to: 2 }]);
  expect(one.stacks[0]?.notes).toEqual([
    expect.stringMatching(/^of-env reads env SIGSENTRY_TOKEN|^SigSentry has taken the credentials/),
  ]);
  expect(Date.parse(ofEnv?.credentials.changedAt ?? "")).toBeGreaterThan(before - 1000);
  expect(await takeWork(service)).toEqual(ROTATED);

  await project.write("secrets/coregit", `${second("file")}\n`);
  const [toFile] = connectionsOf(await project.report(0, "rotate", "to-file", "--yes"));
  expect(toFile).toMatchObject({
    ...rotated,
    kind: "coregit",
    credentials: { from: "file secrets/coregit" },
  });
  expect(toFile?.status).toMatchObject({ valid: true });
  expect(Date.parse(toFile?.credentials.changedAt ?? "")).toBeGreaterThan(before - 1000);
  expect(await takeWork(service)).toEqual(COREGIT_ROTATED);

  await project.pulumi("config", "set", "--secret", "sigsentryToken", second("config"));
  const [ofConfig] = connectionsOf(await project.report(0, "rotate", "of-config", "--yes"));
  expect(ofConfig).toMatchObject({ ...rotated, credentials: { from: "config sigsentryToken", version: 2 } });
  expect(await takeWork(service)).toEqual(ROTATED);
  expect(await held(service)).toEqual({
    "a/env": sha256(second("env")),
    "a/file": sha256(FIRST),
    "a/config": sha256(second("config")),
    env: sha256(FIRST),
    file: sha256(second("file")),
    config: sha256(FIRST),
  });

  // The same value again is no rotation; another one for each of the rest is, in one go.
  expect(await project.report(0, "rotate", "of-env", "--yes")).toMatchObject({
    summary: { changes: { none: 1 } },
  });
  expect(await service.takeRequests()).toEqual([]);
  project.environment.COREGIT_TOKEN = second("env");
  await project.write("secrets/sigsentry", second("file"));
  await project.pulumi("config", "set", "--secret", "coregit-tokens:sync", second("config"));
  const all = await project.report(0, "rotate", "--all", "--yes");
  expect(all.summary).toMatchObject({ connections: 6, failed: 0, changes: { update: 3, none: 3 } });
  expect(await held(service)).toEqual({
    ...Object.fromEntries(["env", "file", "config"].map((place) => [place, sha256(second(place))])),
    ...Object.fromEntries(["env", "file", "config"].map((place) => [`a/${place}`, sha256(second(place))])),
  });
  expect(await project.report(0, "plan", "--refresh")).toMatchObject({ summary: { changes: { none: 6 } } });
});

test("a token that is refused, or fails its test, fails the rotation and says so", async ({
  service,
  project,
}) => {
  const { control } = service;
  const refused = second("nobody");
  await control.coregit.seedHostAccount({ provider: "github", token: refused, username: null, valid: false });
  await project.expect(0, "init");
  const file = "coregit: { sync: { provider: github, label: x, accessToken: { config: token } } }";
  await project.write("connections.yaml", file);
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "token", FIRST);
  await project.expect(0, "apply", "--yes");

  const first = await project.run(["rotate", "sync", "--stdin", "--json"], refused);
  expect(first.exitCode).toBe(1);
  const [stack] = reportSchema.parse(JSON.parse(first.stdout)).stacks;
  expect(stack?.connections).toMatchObject([
    { outcome: "failed", error: expect.stringContaining("401 Bad credentials") },
  ]);
  expect(stack?.notes.join()).toContain("The stack's configuration has the new token all the same");
  expect(await held(service)).toEqual({ x: sha256(FIRST) });

  await control.addFault({
    match: { path: "/v1/connections/*/test" },
    effect: { kind: "json", body: { valid: false, error: "GitHub says: 403 token expires today" } },
  });
  const taken = await project.run(["rotate", "sync", "--stdin"], second("stdin"));
  expect(taken.exitCode).toBe(1);
  expect(taken.stdout).toContain("Rotated, but Coregit's test of the new token fails: 403");
  expect(await held(service)).toEqual({ x: sha256(second("stdin")) });
});
