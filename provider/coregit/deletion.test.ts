import { describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import {
  always,
  declared,
  failureOf,
  LIST,
  TEST,
  UNLISTED,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import type { Properties } from "../contract";

const { emulator, lifecycle, letReadsCatchUp, checked, held, requests, said, fault } = useEmulator();

const DELETE = { method: "DELETE", path: "/v1/connections/*" };
const ALL = ["GET /connections", "DELETE /connections/ID", "POST /connections/ID/test"];
const CASCADE = "when it is deleted, Coregit deletes with it every sync configuration that uses it.";

async function create(news: Properties = declared) {
  const { id, state } = await lifecycle().create(checked(news), String(news.label));
  await letReadsCatchUp();
  await requests();
  said.length = 0;
  return { id, state };
}

const strangersKey = async () => {
  const { id: organisationId } = await emulator().control.coregit.seedOrganisation();
  return (await emulator().control.coregit.seedKey({ organisationId })).value;
};

/** The request with its answer was as if it had been carried out, and was not. */
const pretend = () => fault(DELETE, { kind: "json", body: { deleted: true } });

describe("delete", () => {
  it("looks first, makes sure afterwards, and says what goes with the connection", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.seedSyncConfiguration({ connectionId: id });
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(ALL);
    expect(await held()).toEqual([]);
    expect(said).toEqual([`${id}: warning: ${CASCADE}`]);
  });

  it("looks with a test too where the list does not show it", async () => {
    const { id, state } = await create();
    await fault(LIST, UNLISTED);
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test", ...ALL.slice(1)]);
    expect(await held()).toEqual([]);
  });

  it("deletes what has a token that is not accepted any more", async () => {
    const { id, state } = await create();
    await fault(LIST, UNLISTED);
    await emulator().control.coregit.changeSettings({ hosts: { github: "down" } });
    await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });

  it("deletes no other than its own", async () => {
    const { id, state } = await create();
    const other = await create({ ...declared, label: "other" });
    await lifecycle().delete(id, state);
    expect(await held()).toMatchObject([{ id: other.id }]);
  });

  it("shares one list among many", async () => {
    const made = [];
    for (const label of ["a", "b", "c"]) made.push(await create({ ...declared, label }));
    const one = lifecycle();
    await Promise.all(made.map(({ id, state }) => one.delete(id, state)));
    expect((await requests()).filter((request) => request === "GET /connections")).toHaveLength(1);
    expect(await held()).toEqual([]);
  });

  it("needs the master key only, whatever key saw it last, as long as it is there", async () => {
    const { id, state } = await create();
    const { organisationId } = emulator().coregit;
    const { value: apiKey } = await emulator().control.coregit.seedKey({ organisationId });
    await lifecycle({ apiKey }).delete(id, state);
    expect(await held()).toEqual([]);
  });
});

describe("while the service's reads lag", () => {
  const lag = () => emulator().control.coregit.changeSettings({ listLagMs: 60_000 });

  async function createYoung() {
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    await requests();
    return { id, state };
  }

  it("what was just made is deleted, though neither the list nor a test knows it yet", async () => {
    await lag();
    const { id, state } = await createYoung();
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test", ...ALL.slice(1)]);
    expect(await held()).toEqual([]);
    expect(said).toEqual([`${id}: warning: ${CASCADE}`]);
  });

  it("but not with another key, to which it may be another organisation's", async () => {
    await lag();
    const { id, state } = await createYoung();
    const apiKey = await strangersKey();
    expect((await failureOf(lifecycle({ apiKey }).delete(id, state))).message).toMatch(
      /^Coregit has no connection/,
    );
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  });

  it("what still answers a test after its deletion is deleted, and nothing is waited for", async () => {
    const { id, state } = await create();
    await lag();
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(ALL);
    expect(await held()).toEqual([]);
    expect(said).toEqual([
      `${id}: warning: ${CASCADE}`,
      `${id}: Coregit says that it is deleted. Its test still answers, as it may for up to 90 s after a deletion; if the connection is in the dashboard after that, delete it there.`,
    ]);
  });

  it("what was deleted and not recorded as that is deleted once more", async () => {
    const { id, state } = await create();
    await lag();
    for (let run = 0; run < 2; run++) await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });
});

describe("what is gone already", () => {
  it("counts as deleted, once a test confirms it, and nothing is sent", async () => {
    const { id, state } = await create();
    await lifecycle().delete(id, state);
    await requests();
    said.length = 0;
    await lifecycle().delete(id, state);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
    expect(said).toEqual([]);
  });

  it("counts as deleted though the list still shows it", async () => {
    const { id, state } = await create();
    await emulator().control.advanceClock(120_000);
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    await emulator().control.coregit.deleteConnection(id);
    await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });

  it.each<[string, () => Promise<Properties>]>([
    ["by another key", async () => ({ apiKey: await strangersKey() })],
    ["by no key", async () => ({})],
  ])("does not count as deleted for a key when it was seen %s", async (_, seenBy) => {
    const { id, state } = await create();
    const { apiKey } = await seenBy();
    const { seenByKeys: _keys, ...without } = state;
    const seen = apiKey === undefined ? without : state;
    if (apiKey === undefined) await emulator().control.coregit.deleteConnection(id);
    const options = typeof apiKey === "string" ? { apiKey } : {};
    expect((await failureOf(lifecycle(options).delete(id, seen))).message).toMatch(
      /^Coregit has no connection .* The state is unchanged\. Check coregit:apiKey/,
    );
    expect((await requests()).filter((request) => request.startsWith("DELETE"))).toEqual([]);
  });
});

it("leaves another organisation's connection alone, which the service says yes to as well", async () => {
  const { id, state } = await create();
  const apiKey = await strangersKey();
  await failureOf(lifecycle({ apiKey }).delete(id, state));
  expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  expect(await held()).toMatchObject([{ id }]);
  expect(said).toEqual([]);
});

describe("a deletion that cannot be confirmed is an error", () => {
  it("when the connection is still there, and nothing lags", async () => {
    const { id, state } = await create();
    await pretend();
    expect((await failureOf(lifecycle({ listLagMs: 0 }).delete(id, state))).message).toBe(
      `Coregit says that connection ${id} is deleted, and still has it. Run the same command again; if it stays, ask Coregit's support.`,
    );
    expect(await held()).toMatchObject([{ id }]);
    await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });

  it("when it is still there, with a token that is not accepted", async () => {
    const { id, state } = await create();
    await pretend();
    await fault(TEST, { kind: "json", body: { valid: false, error: "401" } });
    expect((await failureOf(lifecycle({ listLagMs: 0 }).delete(id, state))).message).toContain(
      "and still has it",
    );
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["a refused key", { kind: "status", status: 401 }],
    ["a page", { kind: "html", status: 404 }],
    ["no route", { kind: "json", status: 404, body: { error: "Not found" } }],
    ["nothing usable", { kind: "json", body: {} }],
  ])("when the test afterwards answers with %s", async (_, effect) => {
    const { id, state } = await create();
    await fault(always(TEST), effect);
    const failure = await failureOf(lifecycle().delete(id, state));
    expect(failure.message).toMatch(
      new RegExp(
        `^Coregit says that connection ${id} is deleted, which could not be verified\\. Run the same command again\\. `,
      ),
    );
    expect(failure.cause).toBeInstanceOf(Error);
    await emulator().control.clearFaults();
    await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["a refusal", { kind: "status", status: 403 }],
    ["a page", { kind: "html", status: 200 }],
    ["another truth", { kind: "json", body: { deleted: false } }],
    ["an empty object", { kind: "json", body: {} }],
    ["an absence", { kind: "json", status: 404, body: { error: "Connection not found" } }],
  ])("when it is answered with %s", async (_, effect) => {
    const { id, state } = await create();
    await fault(always(DELETE), effect);
    expect((await failureOf(lifecycle().delete(id, state))).message).toMatch(/Coregit/);
    expect(await held()).toMatchObject([{ id }]);
  });

  it.each<[string, typeof LIST, FaultRuleInput["effect"]]>([
    ["the list", LIST, { kind: "html", status: 200 }],
    ["the list's refusal", LIST, { kind: "status", status: 401 }],
    ["the test before", TEST, { kind: "html", status: 404 }],
    ["the test's answer for an address", TEST, { kind: "json", status: 404, body: { error: "Not found" } }],
  ])("when it cannot be said whether it is there, and nothing is sent: %s", async (_, match, effect) => {
    const { id, state } = await create();
    if (match === TEST) await fault(LIST, UNLISTED);
    await fault(always(match), effect);
    await failureOf(lifecycle().delete(id, state));
    expect((await requests()).filter((request) => request.startsWith("DELETE"))).toEqual([]);
    expect(await held()).toMatchObject([{ id }]);
  });
});

it("is finished by the next run when its answer was lost", async () => {
  const { id, state } = await create();
  await fault(always(DELETE), { kind: "drop", when: "after" });
  const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).delete(id, state));
  expect(failure.message).toMatch(/was lost/);
  await emulator().control.clearFaults();
  await lifecycle().delete(id, state);
  expect(await held()).toEqual([]);
});

describe("deletionProtection", () => {
  it("refuses before anything is sent, as it was recorded", async () => {
    const { id, state } = await create({ ...declared, deletionProtection: true });
    expect((await failureOf(lifecycle().delete(id, state))).message).toBe(
      `deletionProtection: is set, so connection ${id} is not deleted, which would also delete the sync configurations that use it. If that is wanted, declare it with deletionProtection: false (again, where it no longer is), run \`pulumi up\`, then remove it. Nothing was changed.`,
    );
    expect(await requests()).toEqual([]);
    expect(said).toEqual([]);
  });

  it("refuses also without a usable key, and for a connection that is adopted elsewhere", async () => {
    const { id, state } = await create({ ...declared, deletionProtection: true });
    for (const apiKey of ["", emulator().coregit.scopedToken])
      expect((await failureOf(lifecycle({ apiKey }).delete(id, state))).message).toMatch(/^deletionProtect/);
  });

  it("is lifted by an update, which sends nothing", async () => {
    const { id, state } = await create({ ...declared, deletionProtection: true });
    const after = await lifecycle().update(id, state, checked(declared));
    expect(await requests()).toEqual([]);
    await lifecycle().delete(id, after);
    expect(await held()).toEqual([]);
  });

  it("stays through a refresh", async () => {
    const { id, state } = await create({ ...declared, deletionProtection: true });
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toMatchObject({ deletionProtection: true });
    await failureOf(lifecycle().delete(id, reading?.state ?? {}));
  });
});

describe("a connection that another resource has adopted", () => {
  it("is not deleted, and nothing is sent", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    one.check({ ...declared, adopt: id }, {}, "renamed");
    expect((await failureOf(one.delete(id, state))).message).toMatch(
      /^Connection .* is not deleted: a resource of this program names it in adopt\. .*use Pulumi's aliases/,
    );
    expect(await requests()).toEqual([]);
    expect(await held()).toMatchObject([{ id }]);
  });
});
