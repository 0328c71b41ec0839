import { expect, test } from "vitest";
import { type Asking, GITHUB, REPOS, useEmulator } from "../testSupport";
import type { KeySeed } from "./seeds";

const api = useEmulator();

async function keyOf(seed: Partial<KeySeed>): Promise<string> {
  const { control, projectId } = api.emulator;
  return (await control.sigsentry.seedKey({ projectId, ...seed })).value;
}

async function refusal(asking: Asking, method = "GET"): Promise<[number, string]> {
  const { status, body } = await api.ask(method, REPOS, asking);
  expect(body).toEqual({ success: false, error: { code: expect.any(String), message: expect.any(String) } });
  return [status, JSON.stringify(body).match(/"code":"(\w+)"/)?.[1] ?? ""];
}

test("401: no key, one that nobody has, another scheme", async () => {
  expect(await refusal({ key: null })).toEqual([401, "UNAUTHORIZED"]);
  expect(await refusal({ key: "ss_secret_unknown" })).toEqual([401, "UNAUTHORIZED"]);
  expect(await refusal({ key: "" })).toEqual([401, "UNAUTHORIZED"]);
  const basic = { authorization: `Basic ${api.emulator.apiKey}` };
  expect(await refusal({ key: null, headers: basic })).toEqual([401, "UNAUTHORIZED"]);
});

test.each(["tb_0123456789", "ss_live_0123456789"])("401: a key of an old format, %s", async (key) => {
  expect(await refusal({ key })).toEqual([401, "KEY_FORMAT_DEPRECATED"]);
});

test("401: a revoked key", async () => {
  expect(await refusal({ key: await keyOf({ revoked: true }) })).toEqual([401, "API_KEY_REVOKED"]);
});

test("401: a key that is revoked while in use", async () => {
  const { sigsentry } = api.emulator.control;
  const { id, value } = await sigsentry.seedKey({ projectId: api.emulator.projectId });
  expect((await api.ask("GET", REPOS, { key: value })).status).toBe(200);
  expect(await sigsentry.changeKey(id, { revoked: true })).not.toHaveProperty("value");
  expect(await refusal({ key: value })).toEqual([401, "API_KEY_REVOKED"]);
});

test("401: a key after its expiry, by the emulator's clock", async () => {
  const { control } = api.emulator;
  const key = await keyOf({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await api.ask("GET", REPOS, { key })).status).toBe(200);
  await control.advanceClock(3_600_001);
  expect(await refusal({ key })).toEqual([401, "API_KEY_EXPIRED"]);
});

test("403: a publishable key", async () => {
  expect(await refusal({ key: await keyOf({ kind: "ss_pub" }) })).toEqual([403, "SECRET_KEY_REQUIRED"]);
  expect(await refusal({ key: "ss_pub_ofNobody" })).toEqual([403, "SECRET_KEY_REQUIRED"]);
});

test("403: a key of the dashboard", async () => {
  expect(await refusal({ key: await keyOf({ dashboardOnly: true }) })).toEqual([403, "DASHBOARD_ONLY"]);
});

test("403: a key that lacks the permission", async () => {
  const reader = await keyOf({ permissions: ["config:read"] });
  const writer = await keyOf({ permissions: ["config:write"] });
  expect((await api.ask("GET", REPOS, { key: reader })).status).toBe(200);
  expect((await api.ask("POST", REPOS, { key: writer, body: GITHUB })).status).toBe(201);
  expect(await refusal({ key: writer })).toEqual([403, "FORBIDDEN"]);
  expect(await refusal({ key: reader, body: GITHUB }, "POST")).toEqual([403, "FORBIDDEN"]);
});

test("403: a project key with another project's id; its own id is fine", async () => {
  const own = { "x-project-id": api.emulator.projectId };
  expect((await api.ask("GET", REPOS, { headers: own })).status).toBe(200);
  expect(await refusal({ headers: { "x-project-id": "other" } })).toEqual([403, "WRONG_PROJECT"]);
});

test("400: a tenant key without a project", async () => {
  const key = api.emulator.orgKey;
  expect(await refusal({ key })).toEqual([400, "MISSING_PROJECT_ID"]);
  expect(await refusal({ key, headers: { "x-project-id": "" } })).toEqual([400, "MISSING_PROJECT_ID"]);
});

test("404: a tenant key with a project that is not the tenant's, there or not", async () => {
  const key = api.emulator.orgKey;
  const { id } = await api.emulator.control.sigsentry.seedProject();
  expect(await refusal({ key, headers: { "x-project-id": "nowhere" } })).toEqual([404, "NOT_FOUND"]);
  expect(await refusal({ key, headers: { "x-project-id": id } })).toEqual([404, "NOT_FOUND"]);
});
