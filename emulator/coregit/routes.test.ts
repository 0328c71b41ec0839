import { describe, expect, test } from "vitest";
import { sha256 } from "../fingerprint";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();
const UNKNOWN = "V1StGXR8_Z5jdHi6B-myT";
const ID = /^[A-Za-z0-9_-]{21}$/;
const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const USERNAME = `user-${sha256(GITHUB.access_token).slice(0, 8)}`;
const NO_CONNECTION = { status: 404, body: { error: "Connection not found" } };

/** A master key and a scoped token of another organisation. */
async function strangers() {
  const { id: organisationId } = await api.control.seedOrganisation();
  const master = await api.control.seedKey({ organisationId });
  const scoped = await api.control.seedKey({ organisationId, kind: "cgt" });
  return { organisationId, master: master.value, scoped: scoped.value };
}

describe("create", () => {
  test("answers what was made, without the token", async () => {
    const { status, body } = await api.ask("POST", CONNECTIONS, { body: GITHUB });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(ID),
      provider: "github",
      label: "CI token",
      external_username: USERNAME,
      created_at: MOMENT,
    });
  });

  test("answers a created_at that is a millisecond off the stored one, every time", async () => {
    for (let time = 0; time < 5; time += 1) {
      const { body } = await api.ask("POST", CONNECTIONS, { body: GITHUB });
      const stored = (await api.connections()).at(-1);
      const off = new Date(Date.parse(stored?.createdAt ?? "") + 1).toISOString();
      expect(body).toMatchObject({ id: stored?.id, created_at: off });
      const list = await api.ask("GET", CONNECTIONS);
      expect(list.body).toHaveProperty(`connections.${time}.created_at`, stored?.createdAt);
    }
  });

  test("makes another connection each time: labels are not unique, Idempotency-Key is ignored", async () => {
    const headers = { "idempotency-key": "once" };
    const ids = [await api.create(GITHUB, { headers }), await api.create(GITHUB, { headers })];
    expect(new Set(ids).size).toBe(2);
    expect((await api.connections()).map(({ id, label }) => ({ id, label }))).toEqual(
      ids.map((id) => ({ id, label: "CI token" })),
    );
    expect((await api.emulator.control.log()).map(({ replayed }) => replayed)).toEqual([false, false]);
  });

  test("that arrives many times at once makes as many connections with ids of their own", async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => api.create()));
    for (const id of ids) expect(id).toMatch(ID);
    expect(new Set(ids).size).toBe(30);
    expect((await api.connections()).map(({ id }) => id).sort()).toEqual([...ids].sort());
  });
});

describe("update", () => {
  test("of the label changes only that, and echoes nothing", async () => {
    const id = await api.create();
    const before = await api.onlyConnection();
    const answer = await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: "renamed" } });
    expect(answer).toMatchObject({ status: 200, body: { updated: true } });
    const after = await api.onlyConnection();
    expect(after).toEqual({ ...before, label: "renamed", updatedAt: after.updatedAt });
    expect(after.updatedAt > before.updatedAt).toBe(true);
  });

  test("of the token moves external_username with it", async () => {
    const id = await api.create();
    await api.control.seedHostAccount({ provider: "github", token: "ghp_ofTheBot", username: "acme-bot" });
    await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { access_token: "ghp_ofTheBot" } });
    expect(await api.onlyConnection()).toMatchObject({
      label: "CI token",
      tokenSha256: sha256("ghp_ofTheBot"),
      externalUsername: "acme-bot",
    });
  });

  test("with an unchanged label still moves updated_at, even with the clock set back", async () => {
    const id = await api.create();
    const moments = [(await api.onlyConnection()).updatedAt];
    await api.emulator.control.advanceClock(-1_000_000);
    for (let time = 0; time < 3; time += 1) {
      await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: GITHUB.label } });
      moments.push((await api.onlyConnection()).updatedAt);
    }
    expect(new Set(moments).size).toBe(4);
    expect([...moments].sort()).toEqual(moments);
  });

  test("cannot change the provider: that field is ignored", async () => {
    const id = await api.create();
    await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { provider: "gitlab", label: "renamed" } });
    expect(await api.onlyConnection()).toMatchObject({ provider: "github", label: "renamed" });
  });
});

describe("delete", () => {
  test("takes the sync configurations that use the connection along, and no others", async () => {
    const [deleted, kept] = [await api.create(), await api.create()];
    await api.control.seedSyncConfiguration({ connectionId: deleted });
    const other = await api.control.seedSyncConfiguration({ connectionId: kept });
    await api.control.seedSyncConfiguration({ connectionId: deleted });
    expect(await api.control.syncConfigurations(api.organisationId)).toHaveLength(3);
    const answer = await api.ask("DELETE", `${CONNECTIONS}/${deleted}`);
    expect(answer).toMatchObject({ status: 200, body: { deleted: true } });
    expect(await api.onlyConnection()).toMatchObject({ id: kept });
    expect(await api.control.syncConfigurations(api.organisationId)).toEqual([other]);
  });

  test("answers 200 for anything: a second time, an id nobody has, another organisation's", async () => {
    const id = await api.create();
    const { master } = await strangers();
    for (const [path, key] of [
      [`${CONNECTIONS}/${id}`, master],
      [`${CONNECTIONS}/${UNKNOWN}`, api.emulator.coregit.apiKey],
    ] as const) {
      expect(await api.ask("DELETE", path, { key })).toMatchObject({ status: 200, body: { deleted: true } });
      expect(await api.onlyConnection()).toMatchObject({ id });
    }
    for (let time = 0; time < 2; time += 1) {
      expect((await api.ask("DELETE", `${CONNECTIONS}/${id}`)).body).toEqual({ deleted: true });
      expect(await api.connections()).toEqual([]);
    }
  });
});

describe("an id in the path", () => {
  const calls: [method: string, after: string][] = [
    ["PATCH", ""],
    ["POST", "/test"],
  ];

  test.each(calls)("that nobody has is 404 Connection not found: %s %s", async (method, after) => {
    for (const id of [UNKNOWN, "x", "not%20an%20id"]) {
      const answer = await api.ask(method, `${CONNECTIONS}/${id}${after}`, { body: { label: "x" } });
      expect(answer).toMatchObject(NO_CONNECTION);
      expect(answer.body).toEqual(NO_CONNECTION.body);
    }
  });

  test.each(calls)("of another organisation is not there, and not touched: %s %s", async (method, after) => {
    const id = await api.create();
    const before = await api.onlyConnection();
    const { master } = await strangers();
    const asking = { key: master, body: { label: "taken over" } };
    expect(await api.ask(method, `${CONNECTIONS}/${id}${after}`, asking)).toMatchObject(NO_CONNECTION);
    expect(await api.onlyConnection()).toEqual(before);
  });

  test("is found whatever characters it has", async () => {
    const seed = { organisationId: api.organisationId, provider: "github" as const, label: "odd" };
    await api.control.seedConnection({ ...seed, id: "c/ö 1" });
    const path = `${CONNECTIONS}/${encodeURIComponent("c/ö 1")}`;
    expect((await api.ask("PATCH", path, { body: { label: "x" } })).body).toEqual({ updated: true });
    expect((await api.ask("POST", `${path}/test`)).body).toMatchObject({ valid: true });
    await api.ask("DELETE", path);
    expect(await api.connections()).toEqual([]);
  });
});

test("connections are their organisation's alone", async () => {
  const { organisationId, master, scoped } = await strangers();
  const mine = await api.create();
  const theirs = await api.create(GITHUB, { key: master });
  expect(await api.onlyConnection()).toMatchObject({ id: mine });
  expect(await api.control.connections(organisationId)).toMatchObject([{ id: theirs }]);
  for (const [key, id] of [
    [api.emulator.coregit.scopedToken, mine],
    [scoped, theirs],
  ] as const) {
    const { body } = await api.ask("GET", CONNECTIONS, { key });
    expect(body).toMatchObject({ connections: [{ id }] });
    expect(body).toHaveProperty("connections.length", 1);
  }
});
