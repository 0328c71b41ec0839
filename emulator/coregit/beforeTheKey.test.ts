import { describe, expect, test } from "vitest";
import { MAX_BODY_BYTES } from "../body";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();
const UNKNOWN = "V1StGXR8_Z5jdHi6B-myT";
const NO_ROUTE = { status: 404, body: { error: "Not found" } };

describe("what is no route", () => {
  test.each([
    ["GET", `${CONNECTIONS}/${UNKNOWN}`],
    ["PUT", `${CONNECTIONS}/${UNKNOWN}`],
    ["GET", `${CONNECTIONS}/`],
    ["DELETE", CONNECTIONS],
    ["GET", `${CONNECTIONS}/${UNKNOWN}/test`],
    ["POST", `${CONNECTIONS}/${UNKNOWN}/tests`],
  ])("is 404 Not found, key or not, in other words than an unknown id: %s %s", async (method, path) => {
    for (const key of [api.emulator.coregit.apiKey, null]) {
      const answer = await api.ask(method, path, { key });
      expect(answer).toMatchObject(NO_ROUTE);
      expect(answer.body).toEqual(NO_ROUTE.body);
      expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    }
  });

  test("there is no GET of one connection, not even of one's own", async () => {
    expect(await api.ask("GET", `${CONNECTIONS}/${await api.create()}`)).toMatchObject(NO_ROUTE);
  });

  test.each([
    "/v1/connection",
    "/v1/connectionsandmore",
    "/v1",
  ])("%s is no route, and the key says whose it was to be", async (path) => {
    const answer = await api.ask("GET", path);
    expect([answer.status, answer.body]).toEqual([404, NO_ROUTE.body]);
    expect(await api.ask("GET", path, { key: null })).toMatchObject({
      status: 404,
      body: { success: false, error: { code: "NOT_FOUND" } },
    });
  });
});

describe("a body that is too large", () => {
  const tooLarge = "x".repeat(MAX_BODY_BYTES + 1);

  test.each([
    ["POST", CONNECTIONS],
    ["PATCH", `${CONNECTIONS}/${UNKNOWN}`],
  ])("is 413 before the key is looked at or counted: %s %s", async (method, path) => {
    for (const key of [api.emulator.coregit.apiKey, "cgk_live_ofNobody", null]) {
      const answer = await api.ask(method, path, { key, body: tooLarge });
      expect(answer.status).toBe(413);
      expect(answer.body).toEqual({ error: "Request body too large", code: "PAYLOAD_TOO_LARGE" });
      expect(answer.headers.get("x-ratelimit-limit")).toBeNull();
    }
  });

  test("is none at the limit", async () => {
    const body = JSON.stringify(GITHUB).padEnd(MAX_BODY_BYTES, " ");
    expect((await api.ask("POST", CONNECTIONS, { body })).status).toBe(201);
  });
});
