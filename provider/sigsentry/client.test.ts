import { describe, expect, it } from "vitest";
import { serve } from "../../test/support/http/serve";
import { Transport } from "../http/transport";
import { Foreign } from "../text/foreign";
import { Redactor } from "../text/redact";
import { SigSentryClient } from "./client";

const FOREIGN = new Foreign(new Redactor());

/** An answer of the service: its data, or a refusal. */
type Said = { status?: number; data?: unknown; code?: string };

/** A client of a service that gives these answers, and the last of them for ever. */
async function clientOf(said: Said[], projectId?: string) {
  const headers: unknown[] = [];
  const { seen, baseUrl } = await serve((request, response) => {
    headers.push(request.headers);
    const { status = 200, data = {}, code } = said[Math.min(seen.length, said.length) - 1] ?? {};
    const body = code === undefined ? { success: true, data } : { success: false, error: { code } };
    response.writeHead(status, { "content-type": "application/json", "retry-after": "0" });
    response.end(JSON.stringify(body));
  });
  const settings = { apiKey: "ss_secret_1", projectId, baseUrl };
  const client = new SigSentryClient(settings, projectId, new Transport(baseUrl), FOREIGN);
  return { client, seen, headers };
}

const page = (ids: string[], pagination: object): Said => ({
  data: { items: ids.map((id) => ({ id })), pagination },
});

const changed = [page(["a"], { total: 3 }), page(["b"], { total: 2 })];

describe("SigSentryClient", () => {
  it("sends each call as the API documents it, with the id encoded", async () => {
    const { client, seen, headers } = await clientOf([{}], "proj_1");
    await client.update("a.b~c", { lookbackDays: 7 });
    await client.purgeCache("a.b~c");
    expect(await client.delete("a.b~c")).toBeUndefined();
    expect(seen).toEqual([
      { method: "PUT", url: "/v1/config/repos/a.b~c", body: '{"lookbackDays":7}' },
      { method: "DELETE", url: "/v1/config/repos/a.b~c/cache", body: "" },
      { method: "DELETE", url: "/v1/config/repos/a.b~c", body: "" },
    ]);
    expect(headers[0]).toMatchObject({ authorization: "Bearer ss_secret_1", "x-project-id": "proj_1" });
  });

  it("names no project where there is none to name", async () => {
    const { client, headers } = await clientOf([{ data: [] }]);
    await client.list();
    expect(headers[0]).not.toHaveProperty("x-project-id");
  });

  it("repeats reads and updates that may have been lost", async () => {
    const down = { status: 503, code: "X" };
    const { client, seen } = await clientOf([down, { data: [] }, down, {}]);
    await client.list();
    await client.update("a", {});
    expect(seen.map(({ method }) => method)).toEqual(["GET", "GET", "PUT", "PUT"]);
  });

  it.each([300, 404, 500])("takes no success for one that has the status %i", async (status) => {
    const { client } = await clientOf([{ status, data: {} }]);
    await expect(client.purgeCache("a")).rejects.toMatchObject({ status });
  });

  it("lists again after a write, as what was listed before is out of date", async () => {
    const { client, seen } = await clientOf([{ data: [] }]);
    await client.list();
    await client.list();
    await client.update("a", {});
    await client.list();
    expect(seen.map(({ method }) => method)).toEqual(["GET", "PUT", "GET"]);
  });

  it("takes only an absence for one", async () => {
    const gone = await clientOf([{ status: 404, code: "NOT_FOUND" }]);
    expect(await gone.client.delete("a")).toMatchObject({ code: "NOT_FOUND" });
    const forbidden = await clientOf([{ status: 403, code: "FORBIDDEN" }]);
    await expect(forbidden.client.delete("a")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("says that a list is not what the API documents", async () => {
    const { client } = await clientOf([{ data: { nothing: "of the kind" } }]);
    await expect(client.list()).rejects.toThrow(
      "could not be used: its content is not what the API documents.",
    );
  });

  it("does not say that a connection is gone while there is one without an id", async () => {
    const { client } = await clientOf([{ data: [{ id: "a" }, { name: "x" }] }]);
    expect(await client.read("a")).toEqual({ id: "a" });
    await expect(client.read("b")).rejects.toThrow(
      /^SigSentry lists 1 connection\(s\) without an id .*whether b exists cannot be said\. The state is unchanged; try again/,
    );
  });
});

describe("a list in pages", () => {
  it.each<[string, Said[]]>([
    ["a total", [page(["a", "b"], { total: 3 }), page(["c"], { total: 3 })]],
    ["a number of pages", [page(["a", "b"], { totalPages: 2 }), page(["c"], { totalPages: 2 })]],
    ["whether there are more", [page(["a", "b"], { hasMore: true }), page(["c"], { hasMore: false })]],
  ])("is read to its end by %s", async (_, said) => {
    const { client, seen } = await clientOf(said);
    expect([...(await client.list()).byId.keys()]).toEqual(["a", "b", "c"]);
    expect(seen.map(({ url }) => url)).toEqual(["/v1/config/repos", "/v1/config/repos?page=2"]);
  });

  it("has no id that holds white space or begins or ends with it", async () => {
    const items = [{ id: "a b" }, { id: " a" }, { id: "a\u0000" }, { id: "a" }];
    const { client } = await clientOf([{ data: items }]);
    const { byId, unidentified } = await client.list();
    expect([[...byId], unidentified]).toEqual([[["a", { id: "a" }]], 3]);
  });

  it("may have records without an id", async () => {
    const items = [{ id: "a" }, { name: "x" }];
    const { client } = await clientOf([{ data: { items, pagination: { total: 2 } } }]);
    expect((await client.list()).unidentified).toBe(1);
  });

  it("is read again when it changes meanwhile", async () => {
    const { client, seen } = await clientOf([...changed, page(["a"], { total: 1 })]);
    expect([...(await client.list()).byId.keys()]).toEqual(["a"]);
    expect(seen).toHaveLength(3);
  });

  it("is no list when it keeps changing, or is without its end", async () => {
    const changing = await clientOf([...changed, ...changed, ...changed, ...changed, ...changed]);
    await expect(changing.client.list()).rejects.toThrow("the list changed while it was read");
    expect(changing.seen).toHaveLength(10);
    const endless = await clientOf([page(["a"], { hasMore: true }), page([], { hasMore: true })]);
    await expect(endless.client.list()).rejects.toThrow("of the list is missing");
  });

  it("is refused once it is longer than any plan allows, or than an answer can be", async () => {
    const many = Array.from({ length: 5_001 }, (_, index) => String(index));
    const pages = [
      page(many, { hasMore: true }),
      page(
        many.map((id) => `b${id}`),
        { hasMore: false },
      ),
    ];
    const long = await clientOf(pages);
    await expect(long.client.list()).rejects.toThrow(
      "SigSentry's answer could not be used: it lists more than 10000 connections, which no plan has. Nothing was concluded from it",
    );
    const heavy = await clientOf(
      ["a", "b", "c", "d", "e", "f"].map((id) => ({
        data: { items: [{ id, text: "x".repeat(12 * 1024 * 1024) }], pagination: { hasMore: true } },
      })),
    );
    await expect(heavy.client.list()).rejects.toThrow(`its list has more than ${64 * 1024 * 1024} bytes`);
    expect(heavy.seen).toHaveLength(6);
  });

  it("is not read again after a refusal", async () => {
    const { client, seen } = await clientOf([{ status: 403, code: "FORBIDDEN" }]);
    await expect(client.list()).rejects.toThrow("403 FORBIDDEN");
    expect(seen).toHaveLength(1);
  });
});
