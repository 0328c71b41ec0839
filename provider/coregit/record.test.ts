import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { declared, failureOf, TOKEN, useEmulator } from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import type { Properties } from "../contract";
import { inputsOf, outputsOfAny, readState, stateOf } from "./record";

const { lifecycle, checked, requests, inDashboard } = useEmulator();

beforeEach(() => vi.stubEnv("PLANTED", TOKEN));
afterEach(() => vi.unstubAllEnvs());

const { accessToken: _, ...rest } = declared;

/** Every way to declare the optional fields, but for how the token is given. */
const OPTIONS: Properties[] = [undefined, true, false].flatMap((verify) =>
  [undefined, true, false].flatMap((deletionProtection) =>
    [undefined, 3].map((accessTokenVersion) =>
      Object.fromEntries(
        Object.entries({ verify, deletionProtection, accessTokenVersion }).filter(([, v]) => v !== undefined),
      ),
    ),
  ),
);

const WAYS: [string, Properties][] = [
  ["written out", { accessToken: TOKEN }],
  ["referred to", { accessTokenFrom: { env: "PLANTED" } }],
];

describe("a refresh", () => {
  it.each(
    WAYS,
  )("gives back the declared inputs, whatever of the options is declared: %s", async (_, token) => {
    for (const [index, options] of OPTIONS.entries()) {
      const inputs = checked({ ...rest, ...token, ...options, label: `CI ${index}` });
      const { id, state } = await lifecycle().create(inputs, `r${index}`);
      const reading = await lifecycle().read(id, state);
      expect(reading?.inputs).toStrictEqual(inputs);
      expect(byField(lifecycle().diff(id, reading?.state ?? {}, inputs, `r${index}`))).toEqual({
        changed: [],
        replacing: [],
        notes: [],
      });
      const again = checked({ ...rest, ...token, ...options, label: `CI ${index}` }, reading?.inputs);
      expect(again).toStrictEqual(inputs);
    }
  });

  it("gives back the declared inputs of an adopted connection, but for adopt", async () => {
    for (const options of OPTIONS) {
      const adopt = await inDashboard();
      const { adopt: _adopt, ...inputs } = checked({ ...rest, ...options, adopt });
      const { id, state } = await lifecycle().create({ ...inputs, adopt }, "ci");
      expect((await lifecycle().read(id, state))?.inputs).toStrictEqual(inputs);
    }
  });

  it("gives back the declared inputs after an update, and is the same however often", async () => {
    const inputs = checked(declared);
    const { id, state } = await lifecycle().create(inputs, "ci");
    const news = checked({ ...declared, label: "renamed", accessToken: "ghp_othertoken" }, inputs);
    const after = await lifecycle().update(id, state, news);
    const reading = await lifecycle().read(id, after);
    expect(reading).toStrictEqual({ id, state: after, inputs: news });
    expect(await lifecycle().read(id, reading?.state ?? {})).toStrictEqual(reading);
  });
});

describe("a state", () => {
  const COMPLETE = {
    provider: "gitlab",
    label: "CI",
    accessToken: TOKEN,
    accessTokenVersion: 3,
    verify: true,
    deletionProtection: true,
    externalUsername: "robot",
    createdAt: "2026-01-01T00:00:00.000Z",
    accessTokenChangedAt: "2026-01-01T00:00:00.000Z",
    status: { valid: true, username: "robot", checkedAt: "2026-01-02T00:00:00.000Z" },
    seenByKeys: ["0123456789abcdef"],
    unconfirmed: ["label"],
  };

  it("is read as it was recorded", () => {
    expect(readState(COMPLETE)).toStrictEqual(COMPLETE);
    expect(readState({ ...COMPLETE, stateVersion: 1 })).toStrictEqual(COMPLETE);
  });

  it("may have more fields than this version knows, and fewer", () => {
    expect(readState({ provider: "github", label: "CI", colour: "red", __provider: "x" })).toStrictEqual({
      provider: "github",
      label: "CI",
      accessTokenVersion: 1,
      verify: false,
      deletionProtection: false,
    });
  });

  it("that a newer version has written is refused, and nothing is sent", async () => {
    const inputs = checked(declared);
    const newer = { ...COMPLETE, stateVersion: 2 };
    const message =
      /written by a newer version of pulumi-repo-connections \(shape 2, this one knows 1\)\. Nothing was done/;
    expect(() => lifecycle().diff("id", newer, inputs, "ci")).toThrow(message);
    expect((await failureOf(lifecycle().read("id", newer))).message).toMatch(message);
    expect((await failureOf(lifecycle().update("id", newer, inputs))).message).toMatch(message);
    expect(await requests()).toEqual([]);
  });

  it.each<[string, Properties, string]>([
    ["without a provider", { label: "CI" }, "provider"],
    ["of another kind of resource", { platform: "github" }, "provider, label"],
    ["with a label of another type", { ...COMPLETE, label: 7 }, "label"],
    ["with an unknown provider", { ...COMPLETE, provider: "gitea" }, "provider"],
    ["with a token in an object", { ...COMPLETE, accessToken: { token: TOKEN } }, "accessToken"],
    ["with a version in words", { ...COMPLETE, accessTokenVersion: "3" }, "accessTokenVersion"],
    ["with a switch in words", { ...COMPLETE, verify: "true" }, "verify"],
    ["with half a status", { ...COMPLETE, status: { valid: true } }, "status.checkedAt"],
    ["with a time in numbers", { ...COMPLETE, accessTokenChangedAt: 1767225600 }, "accessTokenChangedAt"],
    ["with one field in doubt", { ...COMPLETE, unconfirmed: "label" }, "unconfirmed"],
  ])("that was changed by hand is refused, and shows no value: %s", async (_, byHand, fields) => {
    const { message } = await failureOf(lifecycle().read("id", byHand));
    expect(message).toBe(
      `The recorded state of this connection cannot be read (${fields}): was it changed by hand? Nothing was done.`,
    );
    expect((await failureOf(lifecycle().update("id", byHand, checked(declared)))).message).toBe(message);
    expect(await requests()).toEqual([]);
  });
});

describe("a listed connection", () => {
  const record = {
    id: "a",
    provider: "github",
    label: "CI",
    external_username: "robot",
    last_synced_at: null,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-02T00:00:00.000Z",
  };

  it("is state with what the service does not show", () => {
    const old = {
      accessToken: TOKEN,
      accessTokenVersion: 3,
      accessTokenChangedAt: "2026-01-01T00:00:00.000Z",
      verify: true,
      status: { valid: true, checkedAt: "2026-01-02T00:00:00.000Z" },
      externalUsername: "before",
      lastSyncedAt: "2025-01-01T00:00:00.000Z",
      label: "before",
      seenByKeys: ["0123456789abcdef"],
    };
    expect(stateOf(record, old)).toStrictEqual({
      provider: "github",
      label: "CI",
      accessToken: TOKEN,
      accessTokenVersion: 3,
      accessTokenChangedAt: old.accessTokenChangedAt,
      verify: true,
      deletionProtection: false,
      status: old.status,
      externalUsername: "robot",
      createdAt: record.created_at,
      updatedAt: record.updated_at,
    });
  });

  it("cannot bring a token, nor anything else that it does not document, into the state", () => {
    const odd = {
      ...record,
      access_token: "t",
      accessToken: "t",
      adopt: "x",
      accessTokenChangedAt: "2026-01-01T00:00:00.000Z",
      unconfirmed: ["label"],
      verify: 1,
    };
    expect(stateOf(odd, {})).toStrictEqual(stateOf(record, {}));
    expect(Object.keys(inputsOf(stateOf(odd, {}))).sort()).toEqual([
      "accessTokenVersion",
      "deletionProtection",
      "label",
      "provider",
      "verify",
    ]);
  });

  it.each<[unknown, string]>([
    [{ ...record, provider: "gitea" }, 'provider "gitea"'],
    [{ ...record, label: null }, "label"],
    [{ ...record, external_username: ["robot"] }, "external_username"],
  ])("in another form is refused: %j", (odd, fields) => {
    expect(() => stateOf(odd, {})).toThrow(`does not know (${fields}). The state is unchanged`);
  });

  it.each([
    7,
    {},
    "yesterday",
    "2026-13-45T99:00:00Z",
    "2026-01-01T00:00:00Z ghp_token",
    "1",
  ])("has no time where there is none: %j", (time) => {
    const odd = { ...record, created_at: time, updated_at: time, last_synced_at: time };
    const { createdAt: _, updatedAt: __, ...rest } = stateOf(record, {});
    expect(stateOf(odd, {})).toStrictEqual(rest);
  });

  it("in another form tells nothing where that does no harm", () => {
    for (const nothing of [undefined, null, 7, "a", []]) expect(outputsOfAny(nothing)).toEqual({});
    expect(outputsOfAny({ external_username: "robot" })).toEqual({ externalUsername: "robot" });
  });
});
