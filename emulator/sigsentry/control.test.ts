import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function onlyConnection() {
  const [connection] = await api.emulator.control.sigsentry.connections(api.emulator.projectId);
  if (connection === undefined) throw new Error("there is no connection");
  return connection;
}

describe("which credentials are stored", () => {
  test("a token, told by its hash alone", async () => {
    const credentials = { token: "ghp_theOneWeSent", baseUrl: "https://git.example/api/v3" };
    await api.create({ ...GITHUB, credentials });
    const connection = await onlyConnection();
    expect(connection).toMatchObject({
      auth: "token",
      credentialsSet: true,
      credentialsSha256: sha256(credentials.token),
      credentialsBaseUrl: credentials.baseUrl,
      credentialsUsername: null,
    });
    expect(JSON.stringify(connection)).not.toContain(credentials.token);
  });

  test("an app password and whose it is", async () => {
    const credentials = { username: "someone", appPassword: "theOneWeSent" };
    await api.create({ ...GITHUB, platform: "bitbucket", credentials });
    expect(await onlyConnection()).toMatchObject({
      credentialsSha256: sha256(credentials.appPassword),
      credentialsBaseUrl: null,
      credentialsUsername: "someone",
    });
  });
});

describe("a connection made in the dashboard", () => {
  const seed = { platform: "gitlab" as const, repositories: ["acme/web"] };

  test("is listed, and keeps its grant when something else is updated", async () => {
    const { control, projectId } = api.emulator;
    const { id } = await control.sigsentry.seedConnection({ projectId, ...seed });
    expect((await api.ask("GET", REPOS)).body).toMatchObject({ data: [{ id, ...seed, isActive: true }] });
    await api.ask("PUT", `${REPOS}/${id}`, { body: { lookbackDays: 5 } });
    expect(await onlyConnection()).toMatchObject({
      auth: "oauth",
      credentialsSet: false,
      credentialsSha256: null,
    });
  });

  test("may be listed as what no call could make, and be updated all the same", async () => {
    const { control, projectId } = api.emulator;
    const { id } = await control.sigsentry.seedConnection({
      projectId,
      ...seed,
      serviceMappings: [{ serviceName: "s", repo: "acme/gone", pathPrefix: "", defaultBranch: "main" }],
      listedAs: { platform: "azure_devops" },
    });
    expect((await api.ask("PUT", `${REPOS}/${id}`, { body: { lookbackDays: 5 } })).status).toBe(200);
    expect((await api.ask("GET", REPOS)).body).toMatchObject({
      data: [{ id, platform: "azure_devops", lookbackDays: 5 }],
    });
    await control.sigsentry.editConnection(id, { listedAs: {} });
    expect((await api.ask("GET", REPOS)).body).toMatchObject({ data: [{ platform: "gitlab" }] });
  });

  test("loses its grant to credentials that are sent", async () => {
    const { control, projectId } = api.emulator;
    const { id } = await control.sigsentry.seedConnection({ projectId, ...seed });
    await api.ask("PUT", `${REPOS}/${id}`, { body: { credentials: { token: "glpat-new" } } });
    expect(await onlyConnection()).toMatchObject({ auth: "token", credentialsSha256: sha256("glpat-new") });
  });

  test("may have any id and credentials, which the log knows from then on", async () => {
    const { control, projectId } = api.emulator;
    const credentials = { token: "seeded-token" };
    await control.sigsentry.seedConnection({ projectId, ...seed, id: "rc_1", credentials, isActive: false });
    expect(await onlyConnection()).toMatchObject({ id: "rc_1", auth: "token", isActive: false });
    await api.ask("GET", `${REPOS}?${credentials.token}`);
    expect(JSON.stringify(await control.log())).not.toContain(credentials.token);
    await expect(control.sigsentry.seedConnection({ projectId, ...seed, id: "rc_1" })).rejects.toThrow(
      "already",
    );
  });
});

test("an edit in the dashboard changes what is given and moves updatedAt", async () => {
  const { sigsentry } = api.emulator.control;
  const id = await api.create(GITHUB);
  const before = await onlyConnection();
  const edited = await sigsentry.editConnection(id, { lookbackDays: 9, repositories: ["acme/else"] });
  expect(edited).toEqual({
    ...before,
    lookbackDays: 9,
    repositories: ["acme/else"],
    updatedAt: edited.updatedAt,
  });
  expect(edited.updatedAt > before.updatedAt).toBe(true);
  expect(await sigsentry.editConnection(id, { credentials: null })).toMatchObject({ auth: "oauth" });
});

test("a deletion in the dashboard is a 404 to the client", async () => {
  const { sigsentry } = api.emulator.control;
  const id = await api.create(GITHUB);
  await sigsentry.deleteConnection(id);
  expect((await api.ask("PUT", `${REPOS}/${id}`, { body: {} })).status).toBe(404);
  await expect(sigsentry.deleteConnection(id)).rejects.toThrow(`there is no connection ${id}`);
});

test("keys are shown without their values", async () => {
  const { control, apiKey, orgKey } = api.emulator;
  const keys = await control.sigsentry.keys();
  expect(keys.map(({ kind }) => kind)).toEqual(["ss_secret", "ss_org"]);
  expect(JSON.stringify(keys)).not.toContain(apiKey);
  expect(JSON.stringify(keys)).not.toContain(orgKey);
});

test("a key must begin as its kind does and be new", async () => {
  const { control, apiKey, projectId } = api.emulator;
  await expect(control.sigsentry.seedKey({ projectId, value: "ss_pub_1" })).rejects.toThrow(
    "begins with ss_secret_",
  );
  await expect(control.sigsentry.seedKey({ projectId, value: apiKey })).rejects.toThrow("already such a key");
});

test("settings that make no sense are refused and change nothing", async () => {
  const { sigsentry } = api.emulator.control;
  const before = await sigsentry.settings();
  await expect(sigsentry.changeSettings({ pageSize: 0 })).rejects.toThrow("400");
  expect(await sigsentry.settings()).toEqual(before);
});
