import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import {
  always,
  declared,
  failureOf,
  LIST,
  sha256,
  TOKEN,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import { PartialFailure, type Properties } from "../contract";

const { emulator, lifecycle, checked, held, requests, said, fault } = useEmulator();

const OTHER_TOKEN = "ghp_othertoken";
const PATCH = { method: "PATCH", path: "/v1/connections/*" };
const { accessToken: _, ...rest } = declared;
const referring: Properties = { ...rest, accessTokenFrom: { env: "PLANTED" } };

beforeEach(() => vi.stubEnv("PLANTED", TOKEN));
afterEach(() => vi.unstubAllEnvs());

/** Creates a connection as declared, some time ago, and looks away from how. */
async function create(news: Properties = declared) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "ci");
  await emulator().control.advanceClock(10_000);
  await requests();
  said.length = 0;
  return { id, state, inputs };
}

const changed = (id: string, state: Properties, inputs: Properties) =>
  byField(lifecycle().diff(id, state, inputs, "ci")).changed;

const owner = (token: string, username: string | null, valid = true) =>
  emulator().control.coregit.seedHostAccount({ provider: "github", token, username, valid });

describe("update", () => {
  it.each<[string, Properties, string]>([
    ["label", { label: "renamed" }, "label"],
    ["token", { accessToken: OTHER_TOKEN }, "access_token"],
    ["label and token", { label: "renamed", accessToken: OTHER_TOKEN }, "access_token,label"],
    ["version of the token", { accessTokenVersion: 2 }, "access_token"],
  ])("sends only what changed: the %s", async (_, fields, sent) => {
    const { id, state, inputs } = await create();
    const news = checked({ ...declared, ...fields }, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(await requests()).toEqual([`PATCH /connections/ID ${sent}`, "GET /connections"]);
    const [stored] = await held();
    expect(stored).toMatchObject({ id, label: news.label, tokenSha256: sha256(String(news.accessToken)) });
    expect(after).toEqual({
      ...news,
      externalUsername: stored?.externalUsername,
      createdAt: state.createdAt,
      updatedAt: stored?.updatedAt,
      accessTokenChangedAt: expect.any(String),
      seenByKeys: state.seenByKeys,
    });
    expect(changed(id, after, news)).toEqual([]);
    expect(await lifecycle().read(id, after)).toEqual({ id, state: after, inputs: news });
  });

  it.each<[string, Properties]>([
    ["deletionProtection", { deletionProtection: true }],
    ["a place where the same token is read", { accessToken: undefined, accessTokenFrom: { env: "PLANTED" } }],
    ["nothing", {}],
  ])("sends nothing for what is recorded only: %s", async (_, fields) => {
    const { id, state, inputs } = await create();
    const before = await held();
    const news = checked({ ...declared, ...fields }, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(await requests()).toEqual([]);
    expect(await held()).toEqual(before);
    const { createdAt, updatedAt, externalUsername, seenByKeys, accessTokenChangedAt } = state;
    const outputs = { createdAt, updatedAt, externalUsername, seenByKeys, accessTokenChangedAt };
    expect(after).toEqual({ ...news, ...outputs });
    expect(changed(id, after, news)).toEqual([]);
  });

  it("keeps the time of the last synchronisation", async () => {
    const { id, state, inputs } = await create();
    const lastSyncedAt = "2026-01-01T00:00:00.000Z";
    await emulator().control.coregit.editConnection(id, { lastSyncedAt });
    const reading = await lifecycle().read(id, state);
    const news = checked({ ...declared, deletionProtection: true }, inputs);
    expect(await lifecycle().update(id, reading?.state ?? {}, news)).toMatchObject({ lastSyncedAt });
  });

  it("does without the new times where the list cannot be read, and keeps what does not change", async () => {
    const { id, state, inputs } = await create();
    await fault(always(LIST), { kind: "html", status: 403 });
    const news = checked({ ...declared, label: "renamed" }, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(after).not.toHaveProperty("updatedAt");
    expect(after).toMatchObject({ label: "renamed", createdAt: state.createdAt });
    expect(after.externalUsername).toBe(state.externalUsername);
  });

  it("is refused for a connection that is gone, with what to do", async () => {
    const { id, state, inputs } = await create();
    await emulator().control.coregit.deleteConnection(id);
    const failure = await failureOf(
      lifecycle().update(id, state, checked({ ...declared, label: "renamed" }, inputs)),
    );
    expect(failure).not.toBeInstanceOf(PartialFailure);
    expect(failure.message).toMatch(/^Coregit answered 404: Connection not found\. .*run `pulumi refresh`/);
  });

  it("is refused where another run would have to say no as well, and nothing is in doubt", async () => {
    const { id, state, inputs } = await create();
    await owner(OTHER_TOKEN, "robot", false);
    const one = lifecycle();
    await emulator().control.coregit.changeSettings({ quoteTokens: true });
    const news = checked({ ...declared, accessToken: OTHER_TOKEN }, inputs);
    const failure = await failureOf(one.update(id, state, news));
    expect(failure).not.toBeInstanceOf(PartialFailure);
    expect(failure.message).toMatch(/401 Bad credentials .* so try again\. Nothing was changed\./);
    expect(one.redact(failure.message)).not.toContain(OTHER_TOKEN);
    expect(await held()).toMatchObject([{ tokenSha256: sha256(TOKEN) }]);
  });
});

describe("a rotation", () => {
  const rotate = async (news: Properties = { ...declared, accessToken: OTHER_TOKEN }) => {
    const { id, state, inputs } = await create();
    const next = checked(news, inputs);
    return { id, state: await lifecycle().update(id, state, next) };
  };
  beforeEach(async () => {
    await owner(TOKEN, "alice");
  });

  it("to another account says so, and records whose it is now", async () => {
    await owner(OTHER_TOKEN, "bob");
    const { id, state } = await rotate();
    expect(state).toMatchObject({ externalUsername: "bob", accessTokenVersion: 2 });
    expect(said).toEqual([`${id}: its token belongs to bob now, and belonged to alice before.`]);
    expect(await requests()).toEqual(["PATCH /connections/ID access_token", "GET /connections"]);
  });

  it("to the same account says nothing", async () => {
    await owner(OTHER_TOKEN, "alice");
    expect((await rotate()).state).toMatchObject({ externalUsername: "alice" });
    expect(said).toEqual([]);
  });

  it("asks with a test whose it is where the list does not show it yet", async () => {
    await owner(OTHER_TOKEN, "bob");
    const { id, state, inputs } = await create();
    await emulator().control.advanceClock(60_000);
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000, lookupLagMs: 0 });
    const news = checked({ ...declared, accessToken: OTHER_TOKEN }, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(await requests()).toEqual([
      "PATCH /connections/ID access_token",
      "GET /connections",
      "POST /connections/ID/test",
    ]);
    expect(after).toMatchObject({ externalUsername: "bob" });
    expect(said).toEqual([`${id}: its token belongs to bob now, and belonged to alice before.`]);
  });

  it("does not go by what the list showed before", async () => {
    await owner(OTHER_TOKEN, null);
    const { id, state, inputs } = await create();
    await emulator().control.advanceClock(60_000);
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    const after = await lifecycle().update(
      id,
      state,
      checked({ ...declared, accessToken: OTHER_TOKEN }, inputs),
    );
    expect(after).not.toHaveProperty("externalUsername");
    expect(said).toEqual([]);
  });

  it("to nobody's account that is known records none, and says nothing", async () => {
    await owner(OTHER_TOKEN, null);
    expect((await rotate()).state).not.toHaveProperty("externalUsername");
    expect(said).toEqual([]);
  });

  it("from nobody's account that was known records it, and says nothing", async () => {
    await owner(TOKEN, null);
    await owner(OTHER_TOKEN, "bob");
    expect((await rotate()).state).toMatchObject({ externalUsername: "bob" });
    expect(said).toEqual([]);
  });

  it("is done though neither list nor test can tell whose it is", async () => {
    await owner(OTHER_TOKEN, "bob");
    const { id, state, inputs } = await create();
    await fault(always(LIST), { kind: "html", status: 403 });
    await fault(always({ path: "**/test" }), { kind: "html", status: 403 });
    const news = checked({ ...declared, accessToken: OTHER_TOKEN }, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(after).not.toHaveProperty("externalUsername");
    expect(await held()).toMatchObject([{ tokenSha256: sha256(OTHER_TOKEN) }]);
  });

  it("does not say what a terminal would obey, nor all of a name without an end", async () => {
    await owner(OTHER_TOKEN, `bob\u001b[2J\u202e\n${"x".repeat(5_000)}`);
    await rotate();
    expect(said.join()).toContain("belongs to bob");
    expect(said.join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(said.join().length).toBeLessThan(400);
  });

  it("of what was referred to sends the new one", async () => {
    const { id, state, inputs } = await create(referring);
    vi.stubEnv("PLANTED", OTHER_TOKEN);
    const news = checked(referring, inputs);
    const after = await lifecycle().update(id, state, news);
    expect(await requests()).toEqual(["PATCH /connections/ID access_token", "GET /connections"]);
    expect(await held()).toMatchObject([{ tokenSha256: sha256(OTHER_TOKEN) }]);
    expect(JSON.stringify(after)).not.toMatch(/planted|other/);
    expect(changed(id, after, news)).toEqual([]);
  });
});

describe("an update whose answer is lost", () => {
  async function lose(news: Properties, effect: FaultRuleInput["effect"] = { kind: "drop", when: "after" }) {
    const { id, state, inputs } = await create();
    await fault(always(PATCH), effect);
    const next = checked(news, inputs);
    const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).update(id, state, next));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toMatch(
      /^Whether the update was carried out is not known\. Run the same command again: it will send the same/,
    );
    await emulator().control.clearFaults();
    await requests();
    return { id, state: failure.state, inputs: next };
  }

  it.each<[string, FaultRuleInput["effect"]]>([
    ["a connection that broke", { kind: "drop", when: "after" }],
    ["a failure of the service", { kind: "status", status: 500, when: "after" }],
    ["a proxy's page that says 200", { kind: "html", status: 200, when: "after" }],
    ["an answer that is none", { kind: "json", body: { updated: false }, when: "after" }],
    ["a redirect", { kind: "redirect", location: "/elsewhere" }],
  ])("is sent again by the next one: %s", async (_, effect) => {
    const lost = await lose({ ...declared, label: "renamed" }, effect);
    expect(lost.state).toMatchObject({ label: "CI", unconfirmed: ["label"] });
    const after = await lifecycle().update(lost.id, lost.state, lost.inputs);
    expect(await requests()).toEqual(["PATCH /connections/ID label", "GET /connections"]);
    expect(after).not.toHaveProperty("unconfirmed");
    expect(await held()).toMatchObject([{ label: "renamed" }]);
  });

  it("is made again though the declaration is what it was before", async () => {
    const lost = await lose({ ...declared, accessToken: OTHER_TOKEN, label: "renamed" });
    expect(await held()).toMatchObject([{ label: "renamed", tokenSha256: sha256(OTHER_TOKEN) }]);
    const back = checked(declared, lost.inputs);
    const after = await lifecycle().update(lost.id, lost.state, back);
    expect(await requests()).toEqual(["PATCH /connections/ID access_token,label", "GET /connections"]);
    expect(await held()).toMatchObject([{ label: "CI", tokenSha256: sha256(TOKEN) }]);
    expect(changed(lost.id, after, checked(declared, back))).toEqual([]);
  });

  it("leaves only the token in doubt once the connection was read", async () => {
    const lost = await lose({ ...declared, accessToken: OTHER_TOKEN, label: "renamed" });
    const reading = await lifecycle().read(lost.id, lost.state);
    expect(reading?.state).toMatchObject({ label: "renamed", unconfirmed: ["accessToken"] });
    expect(changed(lost.id, reading?.state ?? {}, lost.inputs)).toContain("accessToken");
  });

  it("leaves nothing in doubt once it was read, if it was about the label only", async () => {
    const lost = await lose({ ...declared, label: "renamed" });
    expect((await lifecycle().read(lost.id, lost.state))?.state).not.toHaveProperty("unconfirmed");
  });

  it("adds to what is in doubt already, and names nothing twice", async () => {
    const lost = await lose({ ...declared, accessToken: OTHER_TOKEN });
    await fault(always(PATCH), { kind: "drop" });
    const next = checked({ ...declared, accessToken: OTHER_TOKEN, label: "renamed" }, lost.inputs);
    const failure = await failureOf(
      lifecycle({ limits: { backoffMs: 1 } }).update(lost.id, lost.state, next),
    );
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.state.unconfirmed).toEqual(["accessToken", "label"]);
  });

  it.each<[string, Properties]>([
    ["another token", { ...referring, accessTokenFrom: { env: "OTHER" } }],
    ["another label", { ...referring, label: "renamed" }],
  ])("keeps no token in the state that is referred to now, beside %s", async (_, news) => {
    vi.stubEnv("OTHER", OTHER_TOKEN);
    const lost = await lose(news);
    expect(lost.state).not.toHaveProperty("accessToken");
    expect(lost.state).toMatchObject({ accessTokenFrom: expect.anything() });
    expect(JSON.stringify(lost.state)).not.toMatch(/planted|othertoken/);
  });

  it("keeps no reference in the state of a token that is written out now", async () => {
    const { id, state, inputs } = await create(referring);
    await fault(always(PATCH), { kind: "drop" });
    const news = checked({ ...declared, label: "renamed" }, inputs);
    const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).update(id, state, news));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.state).toMatchObject({ accessToken: TOKEN });
    for (const field of ["accessTokenFrom", "accessTokenFingerprint"])
      expect(failure.state).not.toHaveProperty(field);
  });

  it("keeps no token that is given up", async () => {
    const { id, state, inputs } = await create();
    await fault(always(PATCH), { kind: "drop" });
    const news = checked({ ...rest, label: "renamed", adopt: id }, inputs);
    const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).update(id, state, news));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(JSON.stringify(failure.state)).not.toContain(TOKEN);
  });

  it("is tested once it was carried out, where that is declared", async () => {
    const lost = await lose({ ...declared, label: "renamed", verify: true });
    expect(lost.state).not.toHaveProperty("status");
    const after = await lifecycle().update(lost.id, lost.state, lost.inputs);
    expect(after).toMatchObject({ status: { valid: true } });
  });
});

describe("a connection that was just made, and that the service does not know yet", () => {
  const lag = () => emulator().control.coregit.changeSettings({ listLagMs: 60_000 });

  async function createYoung() {
    await lag();
    const inputs = checked(declared);
    const { id, state } = await lifecycle().create(inputs, "ci");
    await requests();
    return { id, state, inputs };
  }

  it("is sent its update again, until it is known", async () => {
    const { id, state, inputs } = await createYoung();
    const news = checked({ ...declared, label: "renamed" }, inputs);
    expect(await lifecycle().update(id, state, news)).toMatchObject({ label: "renamed" });
    expect(await held()).toMatchObject([{ id, label: "renamed" }]);
    expect(new Set(await requests())).toEqual(new Set(["PATCH /connections/ID label", "GET /connections"]));
    expect(said).toEqual([
      `${id}: Coregit does not know the connection yet, which was just made. Sending its update again, for up to 90 s.`,
    ]);
  });

  it("is refused its update at last when it was deleted", async () => {
    const { id, state, inputs } = await createYoung();
    await emulator().control.coregit.deleteConnection(id);
    await emulator().control.coregit.changeSettings({ listLagMs: 0 });
    const news = checked({ ...declared, label: "renamed" }, inputs);
    const failure = await failureOf(lifecycle().update(id, state, news));
    expect(failure).not.toBeInstanceOf(PartialFailure);
    expect(failure.message).toMatch(/^Coregit answered 404: Connection not found/);
  });

  it("is waited for no longer when the user cancels, and nothing is in doubt", async () => {
    const { id, state, inputs } = await createYoung();
    const user = new AbortController();
    const log = () => void setTimeout(() => user.abort(), 50);
    const news = checked({ ...declared, label: "renamed" }, inputs);
    const one = lifecycle({ log, signal: user.signal, listLagMs: 90_000 });
    const failure = await failureOf(one.update(id, state, news));
    expect(failure).not.toBeInstanceOf(PartialFailure);
    expect(failure.message).toBe(
      `${id}: cancelled before its update was carried out. Run the same command again.`,
    );
    expect(await held()).toMatchObject([{ id, label: "CI" }]);
  });

  it("is refused its update at once when it was made long ago", async () => {
    const { id, state, inputs } = await create();
    await emulator().control.advanceClock(120_000);
    await emulator().control.coregit.deleteConnection(id);
    const news = checked({ ...declared, label: "renamed" }, inputs);
    expect((await failureOf(lifecycle().update(id, state, news))).message).toMatch(/^Coregit answered 404/);
    expect(await requests()).toEqual(["PATCH /connections/ID label"]);
  });
});
