import { describe, expect, test } from "vitest";
import type { FaultRuleInput } from "../faultRules";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();
const MINUTE = 60_000;

async function list(query = ""): Promise<unknown> {
  return (await api.ask("GET", CONNECTIONS + query)).body;
}

async function expectListed(...connections: object[]): Promise<void> {
  const body = await list();
  expect(body).toMatchObject({ connections });
  expect(body).toHaveProperty("connections.length", connections.length);
}

function advance(ms: number): Promise<Date> {
  return api.emulator.control.advanceClock(ms);
}

test("answers the documented fields, and never the token", async () => {
  const id = await api.create();
  const { createdAt, updatedAt, externalUsername } = await api.onlyConnection();
  expect(await list()).toEqual({
    connections: [
      {
        id,
        provider: "github",
        label: GITHUB.label,
        external_username: externalUsername,
        last_synced_at: null,
        created_at: createdAt,
        updated_at: updatedAt,
      },
    ],
  });
});

test("is empty at first, and then whole, oldest first, whatever page is asked for", async () => {
  expect(await list()).toEqual({ connections: [] });
  const ids: string[] = [];
  for (let time = 0; time < 25; time += 1) ids.push(await api.create());
  await api.ask("PATCH", `${CONNECTIONS}/${ids[0]}`, { body: { label: "written last, made first" } });
  expect(await list("?page=2&limit=1")).toMatchObject({ connections: ids.map((id) => ({ id })) });
});

test("external_username and last_synced_at may be null or not", async () => {
  const lastSyncedAt = "2026-04-05T12:30:00.000Z";
  const seed = { organisationId: api.organisationId, provider: "gitlab" as const };
  await api.control.seedConnection({ ...seed, label: "a", externalUsername: null });
  await api.control.seedConnection({ ...seed, label: "b", externalUsername: "octocat", lastSyncedAt });
  await expectListed(
    { label: "a", external_username: null, last_synced_at: null },
    { label: "b", external_username: "octocat", last_synced_at: lastSyncedAt },
  );
});

test("carries extra fields as the settings say, and none of them prevails over a documented one", async () => {
  const id = await api.create();
  await api.control.changeSettings({ extraFields: { region: "eu", id: "never this one" } });
  await expectListed({ id, region: "eu" });
});

describe("a list that lags", () => {
  test("lacks what was just created, until the clock has caught up", async () => {
    const old = await api.create();
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    const fresh = await api.create();
    await expectListed({ id: old });
    await advance(MINUTE - 5000);
    await expectListed({ id: old });
    await advance(5001);
    await expectListed({ id: old }, { id: fresh });
  });

  test("still has what was just deleted, and in its old place", async () => {
    const [first, second] = [await api.create(), await api.create()];
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    await api.ask("DELETE", `${CONNECTIONS}/${first}`);
    await expectListed({ id: first }, { id: second });
    await advance(MINUTE);
    await expectListed({ id: second });
  });

  test("shows a connection as it was before each of its changes, those in the dashboard included", async () => {
    await api.control.changeSettings({ listLagMs: MINUTE, lookupLagMs: 0 });
    const id = await api.create();
    await advance(MINUTE / 2);
    await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: "second" } });
    await advance(MINUTE / 2);
    await expectListed({ id, label: GITHUB.label });
    await api.control.editConnection(id, { label: "third" });
    await advance(MINUTE / 2);
    await expectListed({ id, label: "second" });
    await advance(MINUTE / 2);
    await expectListed({ id, label: "third" });
  });

  test("is up to date again when the setting is put back, even with the clock set back", async () => {
    await api.control.changeSettings({ listLagMs: MINUTE });
    const id = await api.create();
    await expectListed();
    await api.control.changeSettings({ listLagMs: 0 });
    await advance(-10 * MINUTE);
    await expectListed({ id });
  });

  test("lags for each organisation by its own writes", async () => {
    const { id: organisationId } = await api.control.seedOrganisation();
    const { value: key } = await api.control.seedKey({ organisationId });
    const theirs = await api.create(GITHUB, { key });
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    await api.create();
    await expectListed();
    expect((await api.ask("GET", CONNECTIONS, { key })).body).toMatchObject({
      connections: [{ id: theirs }],
    });
  });
});

describe("what lags with the list", () => {
  const pathOf = (id: string) => `${CONNECTIONS}/${id}`;
  const tested = async (id: string) => (await api.ask("POST", `${pathOf(id)}/test`)).body;
  const patched = (id: string, body: object) => api.ask("PATCH", pathOf(id), { body });
  const UNKNOWN = { error: "Connection not found" };
  const account = (token: string, valid: boolean) =>
    api.control.seedHostAccount({ provider: "github", token, username: `of ${token}`, valid });

  test("test and PATCH know nothing of what was just created, until the clock has caught up", async () => {
    await api.control.changeSettings({ listLagMs: MINUTE });
    const id = await api.create();
    await advance(MINUTE - 5000);
    expect(await tested(id)).toEqual(UNKNOWN);
    const refused = await patched(id, { label: "renamed" });
    expect(refused).toMatchObject({ status: 404, body: UNKNOWN });
    expect(await api.onlyConnection()).toMatchObject({ id, label: GITHUB.label });
    await advance(5001);
    expect(await tested(id)).toMatchObject({ valid: true });
    expect(await patched(id, { label: "renamed" })).toMatchObject({ status: 200, body: { updated: true } });
    expect(await api.onlyConnection()).toMatchObject({ label: "renamed" });
  });

  test("test answers for the token before, though PATCH has validated and stored the new one", async () => {
    const id = await api.create();
    await account(GITHUB.access_token, false);
    await account("ghp_theNewTokenOfTheTests", true);
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    expect(await patched(id, { access_token: "ghp_theNewTokenOfTheTests" })).toMatchObject({ status: 200 });
    expect(await tested(id)).toMatchObject({ valid: false });
    await advance(MINUTE + 1);
    expect(await tested(id)).toEqual({ valid: true, username: "of ghp_theNewTokenOfTheTests" });
  });

  test("test and PATCH answer for what was just deleted, and nothing comes of it; DELETE looks nothing up", async () => {
    await api.control.changeSettings({ listLagMs: MINUTE });
    const young = await api.create();
    await api.ask("DELETE", pathOf(young));
    expect(await api.connections(), "deleted, though no read shows it yet").toEqual([]);
    const id = await api.create();
    await advance(MINUTE + 1);
    await api.ask("DELETE", pathOf(id));
    expect(await tested(id)).toMatchObject({ valid: true });
    expect(await patched(id, { label: "x" })).toMatchObject({ status: 200, body: { updated: true } });
    expect(await api.connections()).toEqual([]);
    await advance(MINUTE + 1);
    expect(await tested(id)).toEqual(UNKNOWN);
    expect(await patched(id, { label: "x" })).toMatchObject({ status: 404 });
  });

  test("a PATCH on what was read before another one changes its own fields alone", async () => {
    const id = await api.create();
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    await patched(id, { label: "renamed" });
    await patched(id, { access_token: "ghp_theNewTokenOfTheTests" });
    expect(await api.onlyConnection()).toMatchObject({ label: "renamed" });
  });

  test("the look-ups may lag otherwise than the list, and the control surface sees what is there", async () => {
    await api.control.changeSettings({ listLagMs: MINUTE, lookupLagMs: 0 });
    const id = await api.create();
    await expectListed();
    expect(await api.onlyConnection()).toMatchObject({ id });
    expect(await tested(id)).toMatchObject({ valid: true });
    await api.control.changeSettings({ listLagMs: 0, lookupLagMs: MINUTE });
    await expectListed({ id });
    expect(await tested(id)).toEqual(UNKNOWN);
    await api.control.changeSettings({ lookupLagMs: null });
    expect(await tested(id)).toMatchObject({ valid: true });
  });

  test("another organisation's connection is not there, as it was or as it is", async () => {
    const { id: organisationId } = await api.control.seedOrganisation();
    const { value: key } = await api.control.seedKey({ organisationId });
    const id = await api.create();
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    await patched(id, { label: "renamed" });
    expect((await api.ask("POST", `${pathOf(id)}/test`, { key })).body).toEqual(UNKNOWN);
    expect(await api.ask("DELETE", pathOf(id), { key })).toMatchObject({ body: { deleted: true } });
    expect(await api.onlyConnection()).toMatchObject({ id });
  });
});

describe("the fault of a stale list", () => {
  const stale = (writes: number) => {
    const match: FaultRuleInput["match"] = { method: "GET", path: CONNECTIONS };
    return api.emulator.control.addFault({ effect: { kind: "stale", writes }, match });
  };

  test("shows it as it was before the last writes, in the old order", async () => {
    const kept = await api.create();
    const second = await api.create({ ...GITHUB, label: "second" });
    await api.ask("PATCH", `${CONNECTIONS}/${second}`, { body: { label: "renamed" } });
    await api.ask("DELETE", `${CONNECTIONS}/${kept}`);
    const lists = [
      [{ id: second, label: "renamed" }],
      [{ id: kept }, { id: second, label: "renamed" }],
      [{ id: kept }, { id: second, label: "second" }],
      [{ id: kept }],
      [],
      [],
    ];
    for (const [writes, connections] of lists.entries()) {
      if (writes > 0) await stale(writes);
      await expectListed(...connections);
    }
  });

  test("and a lag together go back as far as the one that goes further", async () => {
    const old = await api.create();
    await advance(2 * MINUTE);
    await api.control.changeSettings({ listLagMs: MINUTE });
    await api.create();
    await stale(1);
    await expectListed({ id: old });
    await stale(2);
    await expectListed();
  });

  test("meets a test too, when that is asked for", async () => {
    const id = await api.create();
    const match = { method: "POST", path: `${CONNECTIONS}/*/test` };
    await api.emulator.control.addFault({ effect: { kind: "stale", writes: 1 }, match });
    expect((await api.ask("POST", `${CONNECTIONS}/${id}/test`)).status).toBe(404);
    expect((await api.ask("POST", `${CONNECTIONS}/${id}/test`)).status).toBe(200);
  });
});
