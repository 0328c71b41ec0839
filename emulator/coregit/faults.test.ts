import { expect, test } from "vitest";
import type { FaultRuleInput } from "../faultRules";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

function fault(effect: FaultRuleInput["effect"], match: FaultRuleInput["match"] = {}): Promise<string> {
  return api.emulator.control.addFault({ effect, match });
}

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a status %s the request is carried out, in Coregit's envelope, leaves %d", async (when, count) => {
  await fault({ kind: "status", status: 503, code: "UNAVAILABLE", message: "Back soon.", when });
  const answer = await api.ask("POST", CONNECTIONS, { body: GITHUB });
  expect([answer.status, answer.body]).toEqual([503, { error: "Back soon.", code: "UNAVAILABLE" }]);
  expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
  expect(answer.headers.has("x-ratelimit-limit")).toBe(when === "after");
  expect(await api.connections()).toHaveLength(count);
});

test("each service's paths, and others with its key, get its own envelope", async () => {
  await fault({ kind: "status", status: 500, message: "Oh." }, { times: "always" });
  const coregit = { error: "Oh.", code: "INTERNAL_ERROR" };
  const sigsentry = { success: false, error: { code: "INTERNAL_ERROR", message: "Oh." } };
  for (const [path, body] of [
    [CONNECTIONS, coregit],
    [`${CONNECTIONS}/x/test`, coregit],
    ["/v1/config/repos", sigsentry],
    ["/v1/connectionsandmore", coregit],
  ] as const) {
    expect((await api.ask("GET", path)).body).toEqual(body);
  }
  expect((await api.ask("GET", "/v1/connectionsandmore", { key: null })).body).toEqual(sigsentry);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a create whose connection drops %s it is carried out leaves %d", async (when, count) => {
  await fault({ kind: "drop", when }, { method: "POST", path: CONNECTIONS });
  await expect(api.ask("POST", CONNECTIONS, { body: GITHUB })).rejects.toThrow("fetch failed");
  expect(await api.connections()).toHaveLength(count);
  expect((await api.emulator.control.log())[0]).toMatchObject({ status: null, fault: { kind: "drop" } });
});

test("a pattern can take the calls on one connection alone", async () => {
  const [one, two] = [await api.create(), await api.create()];
  await fault({ kind: "html", status: 502 }, { method: "POST", path: `${CONNECTIONS}/${one}/test` });
  expect((await api.ask("POST", `${CONNECTIONS}/${two}/test`)).status).toBe(200);
  expect(await api.ask("POST", `${CONNECTIONS}/${one}/test`)).toMatchObject({ status: 502 });
});

test("a list cut in the middle is no list", async () => {
  await api.create();
  await fault({ kind: "truncate" });
  await expect(api.ask("GET", CONNECTIONS)).rejects.toThrow("terminated");
});
