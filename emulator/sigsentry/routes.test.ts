import { describe, expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UNKNOWN = "2cb65dd5-12a4-4bb4-a2cf-3e26d4da5b8a";

async function onlyConnection() {
  const [connection] = await api.emulator.control.sigsentry.connections(api.emulator.projectId);
  if (connection === undefined) throw new Error("there is no connection");
  return connection;
}

describe("the five calls", () => {
  test("create answers id and platform only", async () => {
    expect(await api.ask("POST", REPOS, { body: GITHUB })).toMatchObject({ status: 201 });
    const { body } = await api.ask("POST", REPOS, { body: GITHUB });
    expect(body).toEqual({ success: true, data: { id: expect.stringMatching(UUID), platform: "github" } });
  });

  test("list answers the documented fields, some more, and never the credentials", async () => {
    const id = await api.create(GITHUB);
    const { status, body } = await api.ask("GET", REPOS);
    expect(status).toBe(200);
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body).toEqual({
      success: true,
      data: [
        {
          id,
          tenantId: expect.any(String),
          projectId: api.emulator.projectId,
          platform: "github",
          repositories: GITHUB.repositories,
          serviceMappings: [],
          lookbackDays: 30,
          isActive: true,
          createdAt: moment,
          updatedAt: moment,
        },
      ],
    });
  });

  test("update changes only what is sent and echoes nothing", async () => {
    const mapping = { serviceName: "api", repo: "acme/ledger", pathPrefix: "", defaultBranch: "main" };
    const id = await api.create({ ...GITHUB, serviceMappings: [mapping] });
    const before = await onlyConnection();
    const answer = await api.ask("PUT", `${REPOS}/${id}`, { body: { lookbackDays: 7, isActive: false } });
    expect(answer).toMatchObject({ status: 200, body: { success: true, data: { updated: true } } });
    const after = await onlyConnection();
    expect(after).toEqual({ ...before, lookbackDays: 7, isActive: false, updatedAt: after.updatedAt });
    await api.ask("PUT", `${REPOS}/${id}`, { body: { serviceMappings: [] } });
    expect((await onlyConnection()).serviceMappings).toEqual([]);
  });

  test("each update moves updatedAt, even within a millisecond or with the clock set back", async () => {
    const id = await api.create(GITHUB);
    const moments = [(await onlyConnection()).updatedAt];
    await api.emulator.control.advanceClock(-1_000_000);
    for (let time = 0; time < 3; time += 1) {
      await api.ask("PUT", `${REPOS}/${id}`, { body: { lookbackDays: 30 } });
      moments.push((await onlyConnection()).updatedAt);
    }
    expect(new Set(moments).size).toBe(4);
    expect([...moments].sort()).toEqual(moments);
  });

  test("delete removes it; a second one is 404", async () => {
    const id = await api.create(GITHUB);
    expect(await api.ask("DELETE", `${REPOS}/${id}`)).toMatchObject({
      status: 200,
      body: { success: true, data: { deleted: true } },
    });
    expect(await api.ask("DELETE", `${REPOS}/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: "NOT_FOUND" } },
    });
  });

  test("the cache can be flushed again and again, which is counted and changes nothing else", async () => {
    const id = await api.create(GITHUB);
    const before = await onlyConnection();
    for (let time = 0; time < 2; time += 1) {
      const answer = await api.ask("DELETE", `${REPOS}/${id}/cache`);
      expect(answer).toMatchObject({ status: 200, body: { success: true, data: { flushed: true } } });
    }
    const after = await onlyConnection();
    expect(after).toEqual({ ...before, cacheFlushes: 2, lastCacheFlushAt: expect.stringMatching(/Z$/) });
  });
});

describe("an id in the path", () => {
  const calls: [method: string, after: string][] = [
    ["PUT", ""],
    ["DELETE", ""],
    ["DELETE", "/cache"],
  ];

  test.each(calls)("that nobody has is 404: %s %s", async (method, after) => {
    expect(await api.ask(method, `${REPOS}/${UNKNOWN}${after}`, { body: {} })).toMatchObject({
      status: 404,
      body: { error: { code: "NOT_FOUND" } },
    });
  });

  test.each(calls)("that is no UUID is 400: %s %s", async (method, after) => {
    expect(await api.ask(method, `${REPOS}/rc_x1y2z3${after}`, { body: {} })).toMatchObject({
      status: 400,
      body: { error: { code: "VALIDATION_ERROR", details: { id: "Must be a UUID" } } },
    });
  });

  test.each(calls)("is accepted when it is known, UUID or not: %s %s", async (method, after) => {
    const { control, projectId } = api.emulator;
    await control.sigsentry.seedConnection({
      projectId,
      id: "rc/ö 1",
      platform: "github",
      repositories: ["a/b"],
    });
    const answer = await api.ask(method, `${REPOS}/${encodeURIComponent("rc/ö 1")}${after}`, { body: {} });
    expect(answer.status).toBe(200);
  });

  test.each(
    calls,
  )("of another project is 404, for a key of the same tenant too: %s %s", async (method, after) => {
    const { sigsentry } = api.emulator.control;
    const [mine] = await sigsentry.projects();
    const sister = await sigsentry.seedProject({ tenantId: mine?.tenantId ?? "" });
    const foreign = await sigsentry.seedProject();
    const id = await api.create(GITHUB);
    const askers = [
      { key: (await sigsentry.seedKey({ projectId: sister.id })).value },
      { key: api.emulator.orgKey, headers: { "x-project-id": sister.id } },
      { key: (await sigsentry.seedKey({ projectId: foreign.id })).value },
    ];
    for (const asker of askers) {
      const answer = await api.ask(method, `${REPOS}/${id}${after}`, { ...asker, body: {} });
      expect(answer).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
      expect(await api.ask("GET", REPOS, asker)).toMatchObject({ status: 200, body: { data: [] } });
    }
    expect(await onlyConnection()).toMatchObject({ id, cacheFlushes: 0 });
  });
});

test("a tenant key acts on the project it names", async () => {
  const { sigsentry } = api.emulator.control;
  const [mine] = await sigsentry.projects();
  const sister = await sigsentry.seedProject({ tenantId: mine?.tenantId ?? "" });
  const asker = { key: api.emulator.orgKey, headers: { "x-project-id": sister.id } };
  const id = await api.create(GITHUB, asker);
  expect((await sigsentry.connections(sister.id)).map((connection) => connection.id)).toEqual([id]);
  expect(await sigsentry.connections(api.emulator.projectId)).toEqual([]);
});
