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
    await api.control.changeSettings({ listLagMs: MINUTE });
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

  test("is all that lags: test, update, delete and the control surface see what is there", async () => {
    await api.control.changeSettings({ listLagMs: 60 * MINUTE });
    const id = await api.create();
    const path = `${CONNECTIONS}/${id}`;
    await expectListed();
    expect(await api.onlyConnection()).toMatchObject({ id });
    expect((await api.ask("POST", `${path}/test`)).body).toMatchObject({ valid: true });
    expect((await api.ask("PATCH", path, { body: { label: "x" } })).status).toBe(200);
    await api.ask("DELETE", path);
    expect(await api.connections()).toEqual([]);
    expect((await api.ask("POST", `${path}/test`)).status).toBe(404);
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
});
