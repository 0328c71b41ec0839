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
import { byField } from "../../test/support/difference";
import type { Properties } from "../contract";

const { emulator, lifecycle, letReadsCatchUp, checked, held, requests, said, fault, inDashboard } =
  useEmulator();

async function create(news: Properties = declared) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, String(news.label));
  await letReadsCatchUp();
  await requests();
  return { id, state, inputs };
}

/** Another master key of the first organisation. */
const otherKey = async () =>
  (await emulator().control.coregit.seedKey({ organisationId: emulator().coregit.organisationId })).value;

/** A master key of another organisation. */
const strangersKey = async () => {
  const { id: organisationId } = await emulator().control.coregit.seedOrganisation();
  return (await emulator().control.coregit.seedKey({ organisationId })).value;
};

const lagBy = (listLagMs: number) => emulator().control.coregit.changeSettings({ listLagMs });

describe("read", () => {
  it("finds no difference from what was declared, whatever else the service lists", async () => {
    const { id, state, inputs } = await create();
    await emulator().control.coregit.changeSettings({
      extraFields: {
        color: "red",
        accessToken: "x",
        status: { valid: false },
        verify: true,
        unconfirmed: [],
      },
    });
    await inDashboard();
    expect(await lifecycle().read(id, state)).toEqual({ id, state, inputs });
  });

  it("shows each field that was edited in the dashboard", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.editConnection(id, {
      label: "renamed",
      externalUsername: "bob",
      lastSyncedAt: "2026-01-01T00:00:00.000Z",
    });
    const [stored] = await held();
    const reading = await lifecycle().read(id, state);
    expect(reading).toEqual({
      id,
      state: {
        ...state,
        label: "renamed",
        externalUsername: "bob",
        updatedAt: stored?.updatedAt,
        lastSyncedAt: "2026-01-01T00:00:00.000Z",
      },
      inputs: { ...checked(declared), label: "renamed" },
    });
    expect(byField(lifecycle().diff(id, reading?.state ?? {}, checked(declared), "ci")).changed).toEqual([
      "label",
    ]);
  });

  it.each<[string, Properties]>([
    ["null", { external_username: null, last_synced_at: null, updated_at: null }],
    ["not there", {}],
    ["empty", { external_username: "", last_synced_at: "" }],
  ])("records none of what is %s", async (_, fields) => {
    const { id, state } = await create();
    const body = { connections: [{ id, provider: "github", label: "CI", ...fields }] };
    await fault(LIST, { kind: "json", body: JSON.parse(JSON.stringify(body)) });
    const reading = await lifecycle().read(id, state);
    for (const field of ["externalUsername", "lastSyncedAt", "updatedAt"])
      expect(reading?.state).not.toHaveProperty(field);
    expect(reading?.inputs).toEqual(checked(declared));
  });

  it("shows a provider that changed, as far as that can be", async () => {
    const { id, state } = await create();
    const record = { id, provider: "gitlab", label: "CI" };
    await fault(LIST, { kind: "json", body: { connections: [record] } });
    const reading = await lifecycle().read(id, state);
    expect(byField(lifecycle().diff(id, reading?.state ?? {}, checked(declared), "ci")).replacing).toEqual([
      "provider",
    ]);
  });

  it("serves many reads with one list", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    await Promise.all(Array.from({ length: 20 }, () => one.read(id, state)));
    await one.read(id, state);
    expect(await requests()).toEqual(["GET /connections"]);
  });

  it("is not disturbed by another record that cannot be read", async () => {
    const { id, state } = await create();
    const own = { id, provider: "github", label: "renamed" };
    const odd = [{ id: "x", provider: "new", label: null }, { label: "no id" }, 7, null];
    await fault(LIST, { kind: "json", body: { connections: [...odd, own] } });
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ label: "renamed" });
  });
});

describe("a connection that is not listed", () => {
  it("is there when a test says so, as it was recorded", async () => {
    const { id, state, inputs } = await create();
    await fault(LIST, UNLISTED);
    expect(await lifecycle().read(id, state)).toEqual({ id, state, inputs });
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  });

  it.each([
    false,
    true,
  ])("is there when it was just made, whatever a test says (verify: %s)", async (verify) => {
    await lagBy(60_000);
    const inputs = checked({ ...declared, verify });
    const { id, state } = await lifecycle().create(inputs, "ci");
    await requests();
    expect(await lifecycle().read(id, state)).toEqual({ id, state, inputs });
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
    await letReadsCatchUp();
    expect(await lifecycle().read(id, state)).toMatchObject({ state: { createdAt: expect.any(String) } });
    await emulator().control.coregit.deleteConnection(id);
    await letReadsCatchUp();
    expect(await lifecycle().read(id, state), "when it has been there long enough").toBeUndefined();
  });

  it("is not seen by a key that does not see it yet", async () => {
    await lagBy(60_000);
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    const apiKey = await strangersKey();
    expect((await failureOf(lifecycle({ apiKey }).read(id, state))).message).toMatch(
      /^Coregit has no connect/,
    );
  });

  it("is gone at once when this machine has deleted it, whatever is shown", async () => {
    const { id, state } = await create();
    await lagBy(60_000);
    await lifecycle().delete(id, state);
    expect((await lifecycle().list()).listed).toMatchObject([{ id }]);
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it("is there also when its token is not accepted", async () => {
    const { id, state, inputs } = await create();
    await fault(LIST, UNLISTED);
    await emulator().control.coregit.changeSettings({ hosts: { github: "down" } });
    expect(await lifecycle().read(id, state)).toEqual({ id, state, inputs });
  });

  it("is gone when a test says so", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.deleteConnection(id);
    expect(await lifecycle().read(id, state)).toBeUndefined();
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  });

  it("is gone also where a listed record has no id that can be read: a test is about one", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.deleteConnection(id);
    await fault(LIST, { kind: "json", body: { connections: [{ label: "CI" }] } });
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it.each<[string, () => Promise<string>]>([
    ["another organisation's", strangersKey],
    ["another one of the same organisation's", otherKey],
    ["a scoped one", async () => emulator().coregit.scopedToken],
  ])("is not gone for a key that has never seen it: %s", async (_, keyOf) => {
    const { id, state } = await create();
    const apiKey = await keyOf();
    await emulator().control.coregit.deleteConnection(id);
    const { message } = await failureOf(lifecycle({ apiKey }).read(id, state));
    expect(message).toMatch(
      new RegExp(
        `^Coregit has no connection ${id} for this API key, and none of the keys that saw it before is this one: .* The state is unchanged\\. Check coregit:apiKey`,
      ),
    );
    expect(await lifecycle().read(id, state), "for the first key").toBeUndefined();
  });

  it("is not gone where it lives on, in another organisation", async () => {
    const { id, state } = await create();
    const { message } = await failureOf(lifecycle({ apiKey: await strangersKey() }).read(id, state));
    expect(message).toContain("the key may be another organisation's, where the connection lives on unseen");
    expect(await held()).toMatchObject([{ id }]);
  });

  it("is not gone where no key is recorded that saw it", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.deleteConnection(id);
    const { seenByKeys: _, ...without } = state;
    expect((await failureOf(lifecycle().read(id, without))).message).toMatch(/^Coregit has no connection/);
  });

  it("is gone for every key that saw it", async () => {
    const { id, state } = await create();
    const apiKey = await otherKey();
    const reading = await lifecycle({ apiKey }).read(id, state);
    expect(reading?.state).toEqual({
      ...state,
      seenByKeys: [expect.stringMatching(/^[\w-]{16}$/), ...Object.values(state.seenByKeys ?? [])],
    });
    await emulator().control.coregit.deleteConnection(id);
    expect(await lifecycle({ apiKey }).read(id, reading?.state ?? {})).toBeUndefined();
    expect(await lifecycle().read(id, reading?.state ?? {})).toBeUndefined();
    await failureOf(lifecycle({ apiKey: await otherKey() }).read(id, reading?.state ?? {}));
  });

  it("is gone for another key of the organisation that sees others of the same state", async () => {
    const { id, state } = await create();
    const other = await create({ ...declared, label: "other" });
    await emulator().control.coregit.deleteConnection(id);
    const one = lifecycle({ apiKey: await otherKey() });
    await failureOf(one.read(id, state));
    await one.read(other.id, other.state);
    expect(await one.read(id, state)).toBeUndefined();
  });

  it("is not gone for a key that sees others, of which none is known to be of the same state", async () => {
    const { id, state } = await create();
    const { id: organisationId } = await emulator().control.coregit.seedOrganisation();
    await inDashboard({ organisationId });
    const { value: apiKey } = await emulator().control.coregit.seedKey({ organisationId });
    const one = lifecycle({ apiKey });
    await one.create(checked({ ...declared, label: "new" }), "new");
    await failureOf(one.read(id, state));
    await failureOf(one.delete(id, state));
    expect(await held()).toMatchObject([{ id }]);
  });

  it("is not gone for a stranger's key that sees what was added with it by mistake", async () => {
    const { id, state } = await create();
    const apiKey = await strangersKey();
    const added = await lifecycle({ apiKey }).create(checked({ ...declared, label: "added" }), "added");
    const refresh = lifecycle({ apiKey });
    await refresh.read(added.id, added.state);
    await failureOf(refresh.read(id, state));
    await failureOf(refresh.delete(id, state));
    expect(await held()).toMatchObject([{ id }]);
  });

  it("remembers the last four keys that saw it, each once", async () => {
    const { id, state } = await create();
    const [first = ""] = state.seenByKeys ?? [];
    let seen: Properties = state;
    for (let i = 0; i < 4; i++) {
      if (i === 3) expect(seen.seenByKeys).toContain(first);
      const one = lifecycle({ apiKey: await otherKey() });
      for (let again = 0; again < 2; again++) seen = (await one.read(id, seen))?.state ?? {};
    }
    expect(seen.seenByKeys).toHaveLength(4);
    expect(seen.seenByKeys).not.toContain(first);
  });

  it("is not seen by a key with which it was only recorded", async () => {
    const { id, state, inputs } = await create();
    const apiKey = await strangersKey();
    const news = { ...inputs, deletionProtection: true };
    expect((await lifecycle({ apiKey }).update(id, state, news)).seenByKeys).toEqual(state.seenByKeys);
  });

  it("has marks of keys from which nothing can be learnt", async () => {
    const { state } = await create();
    expect(state.seenByKeys).toEqual([expect.stringMatching(/^[\w-]{16}$/)]);
    expect(emulator().coregit.apiKey).not.toContain(String(state.seenByKeys));
  });
});

describe("a list from before the last update", () => {
  const LAG_MS = 60_000;
  /** As in a real run: a list may be believed when it is a minute and a half old. */
  const patient = () => lifecycle({ listLagMs: 90_000 });

  async function updateUnlisted(fields: Properties = { label: "renamed", accessToken: "ghp_othertoken" }) {
    const { id, state, inputs } = await create();
    await emulator().control.advanceClock(LAG_MS + 1);
    await lagBy(LAG_MS);
    const news = checked({ ...declared, ...fields }, inputs);
    return { id, news, state: await patient().update(id, state, news) };
  }

  it("is no drift", async () => {
    const { id, state, news } = await updateUnlisted();
    expect((await patient().list()).listed).toMatchObject([{ state: { label: "CI" } }]);
    expect(await patient().read(id, state)).toEqual({ id, state, inputs: news });
  });

  it("is no drift either after an update that sends nothing", async () => {
    const { id, state, news } = await updateUnlisted();
    const more = checked({ ...news, deletionProtection: true }, news);
    const after = await patient().update(id, state, more);
    expect(await patient().read(id, after)).toEqual({ id, state: after, inputs: more });
  });

  it.each([
    -3_600_000, 3_600_000,
  ])("is told by the service's clock, whatever this machine's: %i ms", async (ms) => {
    await emulator().control.advanceClock(ms);
    const { id, state, news } = await updateUnlisted();
    expect(await patient().read(id, state)).toEqual({ id, state, inputs: news });
    await emulator().control.advanceClock(LAG_MS + 1);
    const [stored] = await held();
    expect((await patient().read(id, state))?.state).toMatchObject({ updatedAt: stored?.updatedAt });
  });

  it("gives way to the list as soon as that has caught up", async () => {
    const { id, state, news } = await updateUnlisted();
    await emulator().control.advanceClock(LAG_MS + 1);
    const [stored] = await held();
    const { writtenAt: _, ...rest } = state;
    expect(await patient().read(id, state)).toEqual({
      id,
      state: { ...rest, updatedAt: stored?.updatedAt, externalUsername: stored?.externalUsername },
      inputs: news,
    });
  });

  it("is believed once it must have caught up: somebody has put back what was before", async () => {
    const { id, state } = await updateUnlisted();
    await emulator().control.advanceClock(90_001);
    const record = { id, provider: "github", label: "CI", updated_at: "2020-01-01T00:00:00.000Z" };
    await fault(LIST, { kind: "json", body: { connections: [record] } });
    expect((await patient().read(id, state))?.state).toMatchObject({ label: "CI" });
  });

  it("does not hide an edit that is younger than the update", async () => {
    const { id, state } = await updateUnlisted();
    await emulator().control.advanceClock(10_000);
    await emulator().control.coregit.editConnection(id, { label: "edited" });
    await lagBy(0);
    expect((await patient().read(id, state))?.state).toMatchObject({ label: "edited" });
  });

  it("is no drift either when another list has shown the update already", async () => {
    const { id, state, inputs } = await create();
    await emulator().control.advanceClock(LAG_MS + 1);
    const news = checked({ ...declared, label: "renamed" }, inputs);
    const after = await patient().update(id, state, news);
    expect(after).not.toHaveProperty("writtenAt");
    await lagBy(LAG_MS);
    expect(await patient().read(id, after)).toEqual({ id, state: after, inputs: news });
  });

  it("is tested all the same where that is declared", async () => {
    const { id, state } = await updateUnlisted({ label: "renamed", verify: true });
    await emulator().control.coregit.changeSettings({ hosts: { github: "down" } });
    expect((await patient().read(id, state))?.state).toMatchObject({
      label: "renamed",
      status: { valid: false },
    });
  });
});

const ODD: [string, FaultRuleInput["effect"]][] = [
  ["401", { kind: "status", status: 401, message: "Invalid API key" }],
  ["403", { kind: "status", status: 403 }],
  ["429", { kind: "status", status: 429, headers: { "retry-after": "600" } }],
  ["500", { kind: "status", status: 500, headers: { "retry-after": "0" } }],
  ["503", { kind: "status", status: 503, headers: { "retry-after": "0" } }],
  ["404 of the address", { kind: "json", status: 404, body: { error: "Not found" } }],
  ["404 with another text", { kind: "json", status: 404, body: { error: "Organisation not found" } }],
  ["404 of another service", { kind: "json", status: 404, body: { error: { code: "NOT_FOUND" } } }],
  ["410", { kind: "json", status: 410, body: { error: "Connection not found" } }],
  ["an HTML page that says 200", { kind: "html", status: 200 }],
  ["an HTML page that says 404", { kind: "html", status: 404 }],
  ["a redirect", { kind: "redirect", location: "/elsewhere" }],
  ["an empty object", { kind: "json", body: {} }],
  ["a refusal that says 200", { kind: "json", body: { error: "Connection not found" } }],
  ["null", { kind: "json", body: null }],
];

describe("is an error, not an absence", () => {
  it.each<[string, FaultRuleInput["effect"]]>([
    ...ODD,
    ["404 of a connection", { kind: "json", status: 404, body: { error: "Connection not found" } }],
    ["a list in another envelope", { kind: "json", body: { success: true, data: [] } }],
    ["a bare list", { kind: "json", body: [] }],
  ])("when the list is %s", async (_, effect) => {
    const { id, state } = await create();
    await fault(always(LIST), effect);
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(/Coregit|takes no further/);
    expect((await requests()).filter((request) => request !== "GET /connections")).toEqual([]);
  });

  it.each(ODD)("when it is not listed, and the test is %s", async (_, effect) => {
    const { id, state } = await create();
    await fault(always(LIST), UNLISTED);
    await fault(always(TEST), effect);
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(/Coregit/);
  });

  it("when its own record cannot be read", async () => {
    const { id, state } = await create();
    const record = { id, provider: "gitea", label: null, external_username: 7 };
    await fault(LIST, { kind: "json", body: { connections: [record] } });
    expect((await failureOf(lifecycle().read(id, state))).message).toBe(
      'Coregit lists this connection in a form this version of the provider does not know (provider "gitea", label, external_username). The state is unchanged; a newer version of pulumi-repo-connections may read it.',
    );
  });

  it("when the service cannot be reached", async () => {
    const { id, state } = await create();
    const one = lifecycle({ limits: { backoffMs: 1 } });
    await emulator().close();
    expect((await failureOf(one.read(id, state))).message).toMatch(/cannot be reached/);
  });
});

describe("list", () => {
  it("lists what exists, whoever made it, as state that nothing differs from", async () => {
    const id = await inDashboard({ provider: "gitlab", label: "theirs", externalUsername: "bob" });
    const [stored] = await held();
    expect((await lifecycle().list()).listed).toEqual([
      {
        id,
        state: {
          provider: "gitlab",
          label: "theirs",
          accessTokenVersion: 1,
          verify: false,
          deletionProtection: false,
          externalUsername: "bob",
          createdAt: stored?.createdAt,
          updatedAt: stored?.updatedAt,
        },
      },
    ]);
  });

  it("names what it cannot read, and lists the rest", async () => {
    const id = await inDashboard({ label: "one" });
    const odd = await inDashboard({ label: "two", listedAs: { provider: "gitea" } });
    await inDashboard({ label: "three", listedAs: { id: 7 } });
    expect(await lifecycle().list()).toMatchObject({
      listed: [{ id }],
      unreadable: [
        { id: odd, reason: 'provider "gitea"' },
        { id: undefined, reason: "id" },
      ],
    });
  });

  it("lists nothing of another organisation", async () => {
    await inDashboard();
    expect((await lifecycle({ apiKey: await strangersKey() }).list()).listed).toEqual([]);
  });
});

it("says nothing while it reads", async () => {
  const { id, state } = await create();
  await lifecycle().read(id, state);
  expect(said).toEqual([]);
});
