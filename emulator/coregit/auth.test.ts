import { describe, expect, test } from "vitest";
import type { Asking } from "../testSupport";
import type { KeySeed } from "./seeds";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

const MISSING = "Missing API key. Set x-api-key header.";
const INVALID = { cgk_live: "Invalid API key", cgt: "Invalid or expired token" };

async function keyOf(seed: Partial<KeySeed>): Promise<string> {
  return (await api.control.seedKey({ organisationId: api.organisationId, ...seed })).value;
}

async function expectUnauthorized(asking: Asking, error = "Invalid API key"): Promise<void> {
  const answer = await api.ask("GET", CONNECTIONS, asking);
  expect(answer.status).toBe(401);
  expect(answer.body).toEqual({ error });
  expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
  for (const name of ["limit", "remaining", "reset"])
    expect(answer.headers.get(`x-ratelimit-${name}`)).toBeNull();
}

test("the key comes in x-api-key; a bearer token is no key", async () => {
  const { apiKey } = api.emulator.coregit;
  expect((await api.ask("GET", CONNECTIONS)).status).toBe(200);
  await expectUnauthorized({ key: null, headers: { authorization: `Bearer ${apiKey}` } }, MISSING);
  await expectUnauthorized({ key: `Bearer ${apiKey}` });
});

test("401 without rate limit headers: no key, one that nobody has, one of the other service", async () => {
  await expectUnauthorized({ key: null }, MISSING);
  await expectUnauthorized({ key: "" }, MISSING);
  await expectUnauthorized({ key: "cgt_unknown" }, INVALID.cgt);
  await expectUnauthorized({ key: "cgk_live_unknown" });
  await expectUnauthorized({ key: api.emulator.apiKey });
});

test.each(["cgk_live", "cgt"] as const)("401: a revoked %s, from then on", async (kind) => {
  await expectUnauthorized({ key: await keyOf({ kind, revoked: true }) }, INVALID[kind]);
  const { id, value } = await api.control.seedKey({ organisationId: api.organisationId, kind });
  expect((await api.ask("GET", CONNECTIONS, { key: value })).status).toBe(200);
  expect(await api.control.changeKey(id, { revoked: true })).not.toHaveProperty("value");
  await expectUnauthorized({ key: value }, INVALID[kind]);
});

test.each([
  "cgk_live",
  "cgt",
] as const)("401: a %s after its expiry, by the emulator's clock", async (kind) => {
  const key = await keyOf({ kind, expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect((await api.ask("GET", CONNECTIONS, { key })).status).toBe(200);
  await api.emulator.control.advanceClock(3_600_001);
  await expectUnauthorized({ key }, INVALID[kind]);
});

describe("a scoped token", () => {
  const asScoped = (asking: Asking = {}) => ({ key: api.emulator.coregit.scopedToken, ...asking });

  test("may list and test", async () => {
    const id = await api.create();
    expect((await api.ask("GET", CONNECTIONS, asScoped())).body).toMatchObject({ connections: [{ id }] });
    expect(await api.ask("POST", `${CONNECTIONS}/${id}/test`, asScoped())).toMatchObject({
      status: 200,
      body: { valid: true },
    });
  });

  test("may not create, update or delete: 403, and nothing is done", async () => {
    const id = await api.create();
    const before = await api.connections();
    for (const [method, path, body] of [
      ["POST", CONNECTIONS, GITHUB],
      ["POST", CONNECTIONS, "{"],
      ["PATCH", `${CONNECTIONS}/${id}`, { label: "renamed" }],
      ["PATCH", `${CONNECTIONS}/nowhere`, {}],
      ["DELETE", `${CONNECTIONS}/${id}`, undefined],
    ] as const) {
      const answer = await api.ask(method, path, asScoped({ body }));
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ error: "Only master API keys can manage connections" });
      expect(answer.headers.get("x-ratelimit-limit")).toMatch(/^\d+$/);
    }
    expect(await api.connections()).toEqual(before);
  });
});

test("neither service's keys are accepted by the other", async () => {
  const repos = "/v1/config/repos";
  const headers = { authorization: `Bearer ${api.emulator.coregit.apiKey}` };
  expect((await api.ask("GET", repos, { key: null, headers })).status).toBe(401);
  expect((await api.ask("GET", repos)).status).toBe(401);
});
