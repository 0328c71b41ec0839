import { describe, expect, it } from "vitest";
import { declared, failureOf, useEmulator } from "../../test/support/coregit/useEmulator";
import { serve } from "../../test/support/http/serve";
import { Transport } from "../http/transport";
import { Foreign } from "../text/foreign";
import { Redactor } from "../text/redact";
import { CoregitClient } from "./client";
import { readSettings } from "./settings";

const FOREIGN = new Foreign(new Redactor());

/** An answer of the service. */
type Said = { status?: number; body?: unknown; text?: string; headers?: Record<string, string> };

/** A client of a service that gives these answers, and the last of them for ever. */
async function clientOf(said: Said[], apiKey = "cgk_live_1") {
  const headers: unknown[] = [];
  const { seen, baseUrl } = await serve((request, response) => {
    headers.push(request.headers);
    const { status = 200, body = {}, ...rest } = said[Math.min(seen.length, said.length) - 1] ?? {};
    const type = { "content-type": "application/json", "retry-after": "0", "x-request-id": "req-7" };
    response.writeHead(status, { ...type, ...rest.headers });
    response.end(rest.text ?? JSON.stringify(body));
  });
  const client = new CoregitClient({ apiKey, baseUrl, listLagMs: 0 }, new Transport(baseUrl), FOREIGN);
  return { client, seen, headers };
}

const creation = { provider: "github", label: "CI", access_token: "t0ken" };
const created: Said = { status: 201, body: { id: "a", external_username: "robot" } };
const listOf = (...connections: unknown[]): Said => ({ body: { connections } });
const absent: Said = { status: 404, body: { error: "Connection not found" } };
const UNDOCUMENTED = /^Coregit's answer could not be used: its content is not what the API documents\./;

describe("CoregitClient", () => {
  it("sends each call as the API documents it, with the id encoded", async () => {
    const { client, seen, headers } = await clientOf([
      created,
      { body: { updated: true } },
      { body: { valid: true, username: "robot" } },
      { body: { deleted: true } },
      listOf(),
    ]);
    expect(await client.create(creation)).toEqual({ id: "a", external_username: "robot" });
    await client.update("a.b~c", { label: "x" });
    expect(await client.test("b-2")).toEqual({ valid: true, username: "robot" });
    await client.delete("c_d");
    await client.list();
    expect(seen).toEqual([
      { method: "POST", url: "/v1/connections", body: JSON.stringify(creation) },
      { method: "PATCH", url: "/v1/connections/a.b~c", body: '{"label":"x"}' },
      { method: "POST", url: "/v1/connections/b-2/test", body: "" },
      { method: "DELETE", url: "/v1/connections/c_d", body: "" },
      { method: "GET", url: "/v1/connections", body: "" },
    ]);
    for (const sent of headers) {
      expect(sent).toMatchObject({ "x-api-key": "cgk_live_1" });
      expect(sent).not.toHaveProperty("authorization");
      expect(sent).not.toHaveProperty("x-project-id");
    }
  });

  it("sends a creation once, and repeats everything else that may have been lost", async () => {
    const down = { status: 503, body: { error: "Oh" } };
    const { client, seen } = await clientOf([
      down,
      down,
      listOf(),
      down,
      { body: { updated: true } },
      down,
      { body: { valid: true } },
      down,
      { body: { deleted: true } },
    ]);
    await expect(client.create(creation)).rejects.toMatchObject({ status: 503, isRefusal: false });
    await client.list();
    await client.update("a", {});
    await client.test("a");
    await client.delete("a");
    expect(seen.map(({ method }) => method)).toEqual([
      "POST",
      "GET",
      "GET",
      "PATCH",
      "PATCH",
      "POST",
      "POST",
      "DELETE",
      "DELETE",
    ]);
  });

  it("repeats a creation that was not carried out for too many requests", async () => {
    const { client, seen } = await clientOf([{ status: 429, body: { error: "Slow down" } }, created]);
    expect(await client.create(creation)).toMatchObject({ id: "a" });
    expect(seen).toHaveLength(2);
  });

  it.each([
    "cgt_1",
    "cgt_cgk_live_1",
  ])("does not send what a scoped key may not do, and sends the rest: %s", async (apiKey) => {
    const { client, seen } = await clientOf([listOf()], apiKey);
    for (const refused of [client.create(creation), client.update("a", {}), client.delete("a")])
      await expect(refused).rejects.toThrow("is a scoped key");
    expect(seen).toEqual([]);
    await client.list();
    await client.test("a").catch(() => undefined);
    expect(seen.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("lists again after a write, as what was listed before is out of date", async () => {
    const { client, seen } = await clientOf([
      listOf(),
      { body: { updated: true } },
      listOf(),
      { status: 400, body: { error: "No" } },
      listOf(),
      { body: { deleted: true } },
      listOf(),
    ]);
    await client.list();
    await client.list();
    await client.update("a", {});
    await client.list();
    await expect(client.update("a", {})).rejects.toMatchObject({ status: 400 });
    await client.list();
    await client.delete("a");
    await client.list();
    expect(seen.map(({ method }) => method)).toEqual([
      "GET",
      "PATCH",
      "GET",
      "PATCH",
      "GET",
      "DELETE",
      "GET",
    ]);
  });

  it("knows what there was before its own writes without asking again, for a minute", async () => {
    const { client, seen } = await clientOf([listOf({ id: "a" }), created, listOf()]);
    await client.listBefore();
    await client.create(creation);
    expect([...(await client.listBefore()).byId.keys()]).toEqual(["a"]);
    expect(seen.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("does not list again after a test, which changes nothing", async () => {
    const { client, seen } = await clientOf([listOf(), { body: { valid: true } }]);
    await client.list();
    await client.test("a");
    await client.list();
    expect(seen.map(({ method }) => method)).toEqual(["GET", "POST"]);
  });

  it("tells the time by the service's clock, not by its own", async () => {
    const date = "Thu, 01 Jan 2060 00:00:00 GMT";
    const { client } = await clientOf([{ ...listOf(), headers: { date } }]);
    expect(Math.abs(client.now() - Date.now())).toBeLessThan(1_000);
    await client.list();
    expect(Math.abs(client.now() - Date.parse(date))).toBeLessThan(1_000);
  });
});

describe("a test", () => {
  it.each<[string, unknown, unknown]>([
    ["valid", { valid: true, username: "robot" }, { valid: true, username: "robot" }],
    ["valid, of nobody", { valid: true, username: null }, { valid: true, username: null }],
    ["valid, with more than is documented", { valid: true, scopes: ["repo"] }, { valid: true }],
    ["not valid", { valid: false, error: "401" }, { valid: false, error: "401" }],
    ["not valid, without a reason", { valid: false, error: null }, { valid: false, error: null }],
  ])("may show that a token is %s", async (_, body, expected) => {
    const { client } = await clientOf([{ body }]);
    expect(await client.test("a")).toEqual(expected);
  });

  it("may show that there is no such connection", async () => {
    const { client, seen } = await clientOf([absent]);
    expect(await client.test("a")).toBeUndefined();
    expect(seen).toHaveLength(1);
  });

  it.each<[string, Said, string | RegExp]>([
    ["no route", { status: 404, body: { error: "Not found" } }, "check coregit:baseUrl"],
    ["a proxy's 404", { status: 404, text: "<html>" }, "no answer of Coregit's API. Check coregit:baseUrl"],
    ["an empty 404", { status: 404, text: "" }, "no answer of Coregit's API"],
    ["a refused key", { status: 401, body: { error: "Invalid API key" } }, "Check coregit:apiKey"],
    ["an absence of another status", { ...absent, status: 410 }, "Coregit answered 410"],
    ["an absence with a success's status", { ...absent, status: 200 }, UNDOCUMENTED],
    ["an object", { body: {} }, UNDOCUMENTED],
    ["a validity as text", { body: { valid: "true" } }, UNDOCUMENTED],
    ["a validity as number", { body: { valid: 0 } }, UNDOCUMENTED],
    ["null", { body: null }, UNDOCUMENTED],
    ["a proxy's page", { text: "<html>" }, "answered 200 with application/json that is no answer"],
    ["nothing", { text: "" }, "answered 200 with application/json that is no answer"],
    ["half an answer", { text: '{"valid":tr' }, "that is no answer of Coregit's API"],
  ])("is an error, not an absence, after %s", async (_, said, message) => {
    const { client } = await clientOf([said]);
    const failure = await failureOf(client.test("a"));
    expect(failure.message).toMatch(message);
    expect(failure.message).toMatch(/\(POST \/v1\/connections\/a\/test, request id req-7\)$/);
  });
});

describe("an answer to a write", () => {
  it.each<[string, Said]>([
    ["without an id", { status: 201, body: { provider: "github" } }],
    ["with an empty id", { status: 201, body: { id: "" } }],
    ["with an id that holds white space", { status: 201, body: { id: "a b" } }],
    ["with an id that a terminal would obey", { status: 201, body: { id: "a\u001b[2J" } }],
    ["with an id that is too long to be one", { status: 201, body: { id: "a".repeat(256) } }],
    ["with a number for an id", { status: 201, body: { id: 7 } }],
    ["that is a page", { status: 201, text: "<html>" }],
    ["that is empty", { status: 204, text: "" }],
    ["that is a redirect", { status: 307, text: "", headers: { location: "/elsewhere" } }],
  ])("is none of a creation's %s, and that it was made is not ruled out", async (_, said) => {
    const { client, seen } = await clientOf([said]);
    await expect(client.create(creation)).rejects.toMatchObject({ isRefusal: false });
    expect(seen).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["an object", {}],
    ["another truth", { updated: false, deleted: false }],
    ["a text", { updated: "true", deleted: "true" }],
    ["an error", { error: "Connection not found" }],
    ["a list", []],
  ])("is none of an update's or a deletion's when it is %s", async (_, body) => {
    const { client } = await clientOf([{ body }]);
    await expect(client.update("a", {})).rejects.toThrow(UNDOCUMENTED);
    await expect(client.delete("a")).rejects.toThrow(UNDOCUMENTED);
  });
});

describe("a list", () => {
  it("has everything by its id, as it came", async () => {
    const records = [{ id: "a", label: 7 }, { id: "b" }];
    const { client } = await clientOf([listOf(...records)]);
    const { byId, unidentified } = await client.list();
    expect([...byId.entries(), unidentified]).toEqual([["a", { id: "a", label: 7 }], ["b", { id: "b" }], 0]);
  });

  it("counts what has no id that can be read", async () => {
    const odd = [{ id: "a b" }, { id: "" }, { id: "a\u0000" }, { id: 7 }, { label: "x" }, null, "a", []];
    const { client } = await clientOf([listOf(...odd, { id: "a" })]);
    const { byId, unidentified } = await client.list();
    expect([...byId, unidentified]).toEqual([["a", { id: "a" }], odd.length]);
  });

  it.each<[string, Said]>([
    ["a bare list", { body: [] }],
    ["an object", { body: {} }],
    ["connections in an object", { body: { connections: {} } }],
    ["SigSentry's list", { body: { success: true, data: [] } }],
    ["an error", { body: { error: "Connection not found" } }],
  ])("is not %s", async (_, said) => {
    const { client } = await clientOf([said]);
    await expect(client.list()).rejects.toThrow(UNDOCUMENTED);
  });

  it("is refused where it has more than any plan allows", async () => {
    const { client } = await clientOf([
      listOf(...Array.from({ length: 10_001 }, (_, id) => ({ id: `${id}` }))),
    ]);
    await expect(client.list()).rejects.toThrow(
      "Coregit's answer could not be used: it lists more than 10000 connections, which no plan has. Nothing was concluded from it",
    );
  });

  it("is none where there is no such call", async () => {
    const { client } = await clientOf([{ status: 404, body: { error: "Not found" } }]);
    await expect(client.list()).rejects.toThrow("check coregit:baseUrl");
  });

  it("is shared by those who ask together", async () => {
    const { client, seen } = await clientOf([listOf()]);
    await Promise.all([client.list(), client.list(), client.listBefore()]);
    expect(seen).toHaveLength(1);
  });
});

describe("the rate limit", () => {
  const { emulator, lifecycle, checked, requests } = useEmulator();

  it("is one for reads and writes: what a read has used up, a write waits for, and the other way round", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    const minute = { limit: 1, windowSeconds: 1 };
    await emulator().control.coregit.changeSettings({ rateLimits: { minute } });
    await requests();
    const one = lifecycle();
    await one.read(id, state);
    await one.update(id, state, checked({ ...declared, label: "renamed" }));
    const log = await emulator().control.log();
    expect(log.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "GET 200",
      "PATCH 200",
      "GET 200",
    ]);
  });

  it("is told by the refusal when it is too long to wait", async () => {
    const { id, state } = await lifecycle().create(checked(declared), "ci");
    const hour = { limit: 0, windowSeconds: 3600 };
    await emulator().control.coregit.changeSettings({ rateLimits: { hour } });
    const failure = await failureOf(lifecycle().read(id, state));
    expect(failure.message).toMatch(
      /^Coregit answered 429 RATE_LIMITED: Rate limit exceeded\. Too many requests with this key: wait a minute, or lower `--parallel`\./,
    );
  });
});

it("takes the settings that were read", async () => {
  const { baseUrl, seen } = await serve((_, response) => response.end('{"connections":[]}'));
  const { settings } = readSettings(() => undefined, {
    COREGIT_API_KEY: "cgk_live_1",
    COREGIT_BASE_URL: `${baseUrl}/prefix/`,
  });
  await new CoregitClient(settings, new Transport(settings.baseUrl), FOREIGN).list();
  expect(seen.map(({ url }) => url)).toEqual(["/prefix/v1/connections"]);
});
