import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  always,
  declared,
  failureOf,
  LIST,
  TEST,
  TOKEN,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import type { Properties } from "../contract";
import { noteText } from "../core/notes";
import { statusOf } from "./verification";

const { emulator, lifecycle, letReadsCatchUp, checked, held, requests, said, fault, inDashboard } =
  useEmulator();

const verified: Properties = { ...declared, verify: true };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const { accessToken: _, ...rest } = declared;

beforeEach(() => vi.stubEnv("PLANTED", TOKEN));
afterEach(() => vi.unstubAllEnvs());

async function create(news: Properties = verified) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "ci");
  await emulator().control.advanceClock(10_000);
  await requests();
  said.length = 0;
  return { id, state, inputs };
}

/** What the service answers when it has tried a token in vain. */
const refuse = (error: unknown, times: "always" | number = "always") =>
  fault({ ...TEST, times }, { kind: "json", body: { valid: false, error: String(error) } });

const owner = (token: string, username: string | null, valid = true) =>
  emulator().control.coregit.seedHostAccount({ provider: "github", token, username, valid });

describe("with verify, the token is tested", () => {
  it("after a creation", async () => {
    await owner(TOKEN, "robot");
    const { state } = await lifecycle().create(checked(verified), "ci");
    expect((await requests()).at(-1)).toBe("POST /connections/ID/test");
    expect(state).toMatchObject({
      verify: true,
      status: { valid: true, username: "robot", checkedAt: expect.stringMatching(TIME) },
    });
    expect(said).toEqual([]);
  });

  it("after an update, of whatever", async () => {
    const { id, state, inputs } = await create();
    for (const [fields, expected] of [
      [
        { label: "renamed" },
        ["PATCH /connections/ID label", "GET /connections", "POST /connections/ID/test"],
      ],
      [{ deletionProtection: true }, ["POST /connections/ID/test"]],
    ] as const) {
      const after = await lifecycle().update(id, state, checked({ ...verified, ...fields }, inputs));
      expect(await requests()).toEqual(expected);
      expect(after).toMatchObject({ status: { valid: true } });
    }
  });

  it("with every refresh", async () => {
    const { id, state } = await create();
    await owner(TOKEN, "robot", false);
    const reading = await lifecycle().read(id, state);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
    expect(reading?.state).toMatchObject({
      status: { valid: false, error: "GitHub token validation failed: 401 Bad credentials" },
    });
    expect(reading?.inputs).toEqual(checked(verified));
    expect(byField(lifecycle().diff(id, reading?.state ?? {}, checked(verified), "ci"))).toMatchObject({
      changed: [],
      notes: [
        expect.stringMatching(/^warning: when its token was tested at .*401 Bad credentials\. The code/),
      ],
    });
    await owner(TOKEN, "robot");
    const again = await lifecycle().read(id, reading?.state ?? {});
    expect(again?.state.status).toEqual({
      valid: true,
      username: "robot",
      checkedAt: expect.stringMatching(TIME),
    });
  });

  it("by the service's clock", async () => {
    const { id, state } = await create();
    await emulator().control.setClock(new Date("2060-01-01T00:00:00.000Z"));
    expect((await lifecycle().read(id, state))?.state).toMatchObject({
      status: { checkedAt: expect.stringMatching(/^2060-01-01T00:00:/) },
    });
  });

  it("after an adoption, which sends nothing else", async () => {
    const id = await inDashboard();
    const { state } = await lifecycle().create(checked({ ...rest, verify: true, adopt: id }), "ci");
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
    expect(state).toMatchObject({ status: { valid: true } });
  });

  it("when it is turned on, and not when it is off", async () => {
    const { id, state, inputs } = await create(declared);
    expect(state).not.toHaveProperty("status");
    await lifecycle().read(id, state);
    expect(await requests()).toEqual(["GET /connections"]);
    const after = await lifecycle().update(id, state, checked(verified, inputs));
    expect(await requests()).toEqual(["POST /connections/ID/test"]);
    expect(after).toMatchObject({ verify: true, status: { valid: true } });
    const off = await lifecycle().update(id, after, checked(declared, checked(verified)));
    expect(await requests()).toEqual([]);
    expect(off).not.toHaveProperty("status");
    expect(off).toEqual(state);
  });
});

describe("a token that is not accepted", () => {
  it("is told, and undoes nothing: after a creation", async () => {
    await refuse(
      'GitHub token validation failed: 401 {"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}',
    );
    const { id, state } = await lifecycle().create(checked(verified), "ci");
    expect(await held()).toMatchObject([{ id }]);
    expect(state).toMatchObject({
      createdAt: expect.stringMatching(TIME),
      status: { valid: false, error: "GitHub token validation failed: 401 Bad credentials" },
    });
    expect(said).toEqual([
      `${id}: warning: its token was not accepted when it was tested: GitHub token validation failed: 401 Bad credentials`,
    ]);
  });

  it("is told, and undoes nothing: after an update", async () => {
    const { id, state, inputs } = await create();
    await refuse("401 Bad credentials");
    const after = await lifecycle().update(id, state, checked({ ...verified, label: "renamed" }, inputs));
    expect(await held()).toMatchObject([{ label: "renamed" }]);
    expect(after).toMatchObject({ label: "renamed", status: { valid: false, error: "401 Bad credentials" } });
    expect(said.join()).toContain("warning: its token was not accepted");
  });

  it("may have no reason", async () => {
    await fault(always(TEST), { kind: "json", body: { valid: false, error: null } });
    const { id, state } = await lifecycle().create(checked(verified), "ci");
    expect(state.status).toEqual({ valid: false, checkedAt: expect.stringMatching(TIME) });
    expect(said).toEqual([`${id}: warning: its token was not accepted when it was tested: no reason given`]);
  });

  it.each<[string, (token: string) => string]>([
    ["as it is", (token) => token],
    ["in a header", (token) => `Authorization: Basic ${Buffer.from(`robot:${token}`).toString("base64")}`],
    ["in a URL", (token) => `https://x?q=${encodeURIComponent(token)}`],
    ["in an address", (token) => `https://oauth2:${token}@gitlab.com/a.git`],
    ["in JSON", (token) => JSON.stringify({ access_token: token })],
    ["in hexadecimal", (token) => Buffer.from(token).toString("hex")],
    ["at the end of much", (token) => `${"x ".repeat(140)}${token}`],
  ])("is in no reason that quotes it: %s", async (_, quote) => {
    for (const token of [TOKEN, "p4$$ w/+=rd".replace(" ", ""), "abcdefghijkl"]) {
      await emulator().control.clearFaults();
      await refuse(`bad token: ${quote(token)}`);
      const one = lifecycle();
      const inputs = checked({ ...verified, accessToken: token, label: token.slice(0, 3) });
      const { id, state } = await one.create(inputs, token.slice(0, 3));
      const reading = await lifecycle().read(id, state);
      const shown = JSON.stringify([state.status, reading?.state.status, said]);
      expect(shown).toContain("bad token: ");
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(token.slice(0, 8));
      for (const form of ["base64", "hex"] as const)
        expect(shown).not.toContain(Buffer.from(token).toString(form).slice(0, 12));
    }
  });

  it("is in no reason where it is referred to", async () => {
    await refuse(`401: ${TOKEN} was refused`);
    const { state } = await create({ ...rest, verify: true, accessTokenFrom: { env: "PLANTED" } });
    expect(state.status).toMatchObject({ error: "401: [secret] was refused" });
    expect(JSON.stringify(state)).not.toContain("planted");
  });

  it("has a reason that is withheld where the token is not known here: adopted", async () => {
    await refuse("GitHub said 401: S3creT is refused");
    const id = await inDashboard();
    const { state } = await lifecycle().create(checked({ ...rest, verify: true, adopt: id }), "ci");
    expect(state.status).toMatchObject({
      error: "401 (the rest is withheld, since it might quote the token, which is not known here)",
    });
    expect(said.join()).toContain("401 (the rest is withheld");
    const reading = await lifecycle().read(id, state);
    expect(JSON.stringify([state, reading, said])).not.toContain("S3creT");
  });

  it.each([
    ["changed", "ghp_othertoken"],
    ["gone", undefined],
  ])("has a reason that is withheld where the reference's value is %s", async (_, value) => {
    const { id, state } = await create({ ...rest, verify: true, accessTokenFrom: { env: "PLANTED" } });
    await refuse(`refused: ${TOKEN}`);
    vi.stubEnv("PLANTED", value);
    const reading = await lifecycle().read(id, state);
    expect(reading?.state.status).toMatchObject({
      error: "withheld, since it might quote the token, which is not known here",
    });
    expect(JSON.stringify(reading)).not.toContain("planted");
  });

  it("may be another one than is recorded, which is in no reason either", async () => {
    const { id, state } = await create();
    const theirs = "0123456789abcdef0123456789abcdef01234567";
    await refuse(`refused: ${theirs}, see https://docs`);
    const reading = await lifecycle().read(id, state);
    expect(reading?.state.status).toMatchObject({ error: "refused: [secret], see https://docs" });
  });

  it("may not have been looked at, which is said even where the token is not known here", async () => {
    const id = await inDashboard();
    await emulator().control.coregit.changeSettings({ hosts: { github: "unreachable" } });
    const { state } = await lifecycle().create(checked({ ...rest, verify: true, adopt: id }), "ci");
    expect(state.status).toMatchObject({ error: "the code host could not be reached (fetch failed)" });
  });

  it("may be quoted in the JSON of its code host, where it is masked", async () => {
    const theirs = "0123456789abcdef0123456789abcdef01234567";
    const { id, state } = await create();
    await refuse(
      `401 {"message":"${theirs} and ${TOKEN.replace("_", "\\u005f")} are expired","status":"401"}`,
    );
    const reading = await lifecycle().read(id, state);
    expect(reading?.state.status).toMatchObject({ error: "401 [secret] and [secret] are expired" });
  });

  it("has no reason that is longer than fits, or that a terminal would obey", async () => {
    await refuse(`\u001b[2J\u202e\n${"no ".repeat(5_000)}`);
    const { state } = await lifecycle().create(checked(verified), "ci");
    const shown = JSON.stringify(state.status) + said.join();
    expect(shown.length).toBeLessThan(1_000);
    expect(shown).not.toMatch(/\\u001b|[\p{Cc}\p{Cf}]/u);
  });
});

describe("what is withheld", () => {
  const errorOf = (error: string) => statusOf({ valid: false, error }, 0, undefined).error;
  const all = "withheld, since it might quote the token, which is not known here";

  it.each([
    ["401 Bad credentials", `401 (the rest is ${all})`],
    ["HTTP 503, later 502", `503 (the rest is ${all})`],
    ["(404)", `404 (the rest is ${all})`],
    ["Bad credentials", all],
    ["1401", all],
    ["4011", all],
    ["a-401", all],
    ["401b", all],
    ["v4.401", all],
    ["401_", all],
    ["999", all],
    ["099", all],
  ])("is all but a status: %j", (error, expected) => {
    expect(errorOf(error)).toBe(expected);
  });

  it("is nothing where nothing was said", () => {
    for (const error of ["", null, undefined])
      expect(statusOf({ valid: false, error }, 0, undefined)).toEqual({
        valid: false,
        checkedAt: "1970-01-01T00:00:00.000Z",
      });
  });

  it("is nothing of a token that is accepted", () => {
    expect(statusOf({ valid: true, username: "robot" }, 0, undefined)).toEqual({
      valid: true,
      username: "robot",
      checkedAt: "1970-01-01T00:00:00.000Z",
    });
    for (const username of ["", null, undefined])
      expect(statusOf({ valid: true, username }, 0, undefined)).not.toHaveProperty("username");
  });
});

it("takes no longer for a text without end", () => {
  const error = "a".repeat(200_000);
  const began = process.cpuUsage();
  expect(statusOf({ valid: false, error }, 0, (text) => text).error).toHaveLength(301);
  expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
});

describe("a test that cannot be made", () => {
  it.each<[string, Parameters<typeof fault>[1]]>([
    ["a refusal", { kind: "status", status: 401, message: "Invalid API key" }],
    ["a page", { kind: "html", status: 403 }],
    ["an answer that is none", { kind: "json", body: { valid: "yes" } }],
    ["no route", { kind: "json", status: 404, body: { error: "Not found" } }],
  ])("undoes nothing, and leaves the last result: %s", async (_, effect) => {
    const { id, state, inputs } = await create();
    await fault(always(TEST), effect);
    const after = await lifecycle().update(id, state, checked({ ...verified, label: "renamed" }, inputs));
    expect(after).toMatchObject({ label: "renamed", status: state.status });
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${id}: warning: could not be tested now\\. `))]);
    const reading = await lifecycle().read(id, after);
    expect(reading?.state).toEqual(after);
    const made = await lifecycle().create(checked({ ...verified, label: "more" }), "more");
    expect(made.state).not.toHaveProperty("status");
    expect(await held()).toMatchObject([{ label: "renamed" }, { label: "more" }]);
  });

  it("has no result, whatever comes of saying so", async () => {
    const { id, state, inputs } = await create();
    await fault(always(TEST), { kind: "html", status: 403 });
    const news = checked({ ...verified, label: "renamed" }, inputs);
    const after = await lifecycle({ log: (note) => said.push(noteText(note)) }).update(id, state, news);
    expect(after.status).toEqual(state.status);
  });

  it("is an error only where the connection is not listed either", async () => {
    const { id, state } = await create();
    await fault(always(LIST), { kind: "json", body: { connections: [] } });
    await fault(always(TEST), { kind: "html", status: 403 });
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(/no answer of Coregit's API/);
    expect(said).toEqual([]);
  });
});

describe("while a test lags", () => {
  const SECOND = "ghp_secondtoken";
  const FIRST_REFUSED = { provider: "github" as const, token: TOKEN, username: "robot", valid: false };
  const lag = (lookupLagMs = 60_000) =>
    emulator().control.coregit.changeSettings({ listLagMs: 60_000, lookupLagMs });
  const NOT_YET =
    "not tested yet: Coregit has accepted its new token, and for up to 90 s its test may be of the one before, which it does not accept. The next refresh tests it.";

  /** A connection whose token is accepted no more, as is recorded, and that was given another one. */
  async function rotated() {
    const { id, state, inputs } = await create();
    await letReadsCatchUp();
    await emulator().control.coregit.seedHostAccount(FIRST_REFUSED);
    const bad = (await lifecycle().read(id, state))?.state ?? {};
    expect(bad).toMatchObject({ status: { valid: false } });
    await lag();
    const news = checked({ ...verified, accessToken: SECOND }, inputs);
    return { id, state: await lifecycle().update(id, bad, news) };
  }

  it("a refusal of the token before is not recorded of the new one, and no old one is kept", async () => {
    const { id, state } = await rotated();
    expect(state).not.toHaveProperty("status");
    expect(said).toEqual([`${id}: ${NOT_YET}`]);
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).not.toHaveProperty("status");
    await letReadsCatchUp();
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ status: { valid: true } });
  });

  it("a refusal of the new token is recorded once it must be about that", async () => {
    const { id, state } = await rotated();
    await owner(SECOND, "robot", false);
    await letReadsCatchUp();
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ status: { valid: false } });
  });

  it("the name of the account before is not recorded as that of the new one's", async () => {
    await owner(TOKEN, "alice");
    await owner(SECOND, "bob");
    const { id, state, inputs } = await create();
    await letReadsCatchUp();
    await lag();
    const after = await lifecycle().update(id, state, checked({ ...verified, accessToken: SECOND }, inputs));
    expect(after).toMatchObject({ status: { valid: true } });
    expect(JSON.stringify(after)).not.toContain("alice");
    expect(JSON.stringify((await lifecycle().read(id, after))?.state)).not.toContain("alice");
    await letReadsCatchUp();
    expect((await lifecycle().read(id, after))?.state).toMatchObject({
      externalUsername: "bob",
      status: { valid: true, username: "bob" },
    });
  });

  it("a refusal of the token with which it was made is believed: there was none before", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.seedHostAccount(FIRST_REFUSED);
    await lag(0);
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ status: { valid: false } });
  });

  it("what was just made is not known to a test, which is said and no result", async () => {
    await lag();
    const { id, state } = await lifecycle().create(checked(verified), "ci");
    expect(state).not.toHaveProperty("status");
    expect(said).toEqual([
      `${id}: not tested yet: Coregit's test does not know the connection, which it may not for up to 90 s after it was made. The next refresh tests it.`,
    ]);
    await letReadsCatchUp();
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ status: { valid: true } });
  });
});

it("knows by a test that what is still listed is gone", async () => {
  const { id, state } = await create();
  await letReadsCatchUp();
  await emulator().control.coregit.changeSettings({ listLagMs: 60_000, lookupLagMs: 0 });
  await emulator().control.coregit.deleteConnection(id);
  expect((await lifecycle().list()).listed).toMatchObject([{ id }]);
  expect(await lifecycle().read(id, state)).toBeUndefined();
  const { verify: __, status: ___, ...unverified } = state;
  expect(await lifecycle().read(id, unverified), "without a test the list is believed").toBeDefined();
});
