import { expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "./testSupport";

const api = useEmulator();

test("the clock can be read, set and advanced, and times what the service does", async () => {
  const { control, projectId } = api.emulator;
  await control.setClock(new Date("2031-05-06T07:08:09Z"));
  await control.advanceClock(60_000);
  expect((await control.now()).toISOString()).toMatch(/^2031-05-06T07:09:/);
  await api.create(GITHUB);
  const [connection] = await control.sigsentry.connections(projectId);
  expect(connection?.createdAt).toMatch(/^2031-05-06T07:09:/);
  expect((await control.log())[0]?.time).toMatch(/^2031-05-06T07:09:/);
});

test("a reset leaves the first project and its keys, and nothing else", async () => {
  const { control, projectId, orgKey } = api.emulator;
  await api.create(GITHUB);
  await control.addFault({ effect: { kind: "drop" }, match: { path: "/never" } });
  await control.advanceClock(1_000_000_000);
  await control.sigsentry.changeSettings({ listShape: "paginated" });
  const other = await control.sigsentry.seedProject();
  const key = await control.sigsentry.seedKey({ projectId: other.id });

  await control.reset();
  expect(await control.sigsentry.connections(projectId)).toEqual([]);
  expect(await control.log()).toEqual([]);
  expect(await control.faults()).toEqual([]);
  expect((await control.sigsentry.settings()).listShape).toBe("array");
  expect((await control.sigsentry.projects()).map(({ id }) => id)).toEqual([projectId]);
  expect(Math.abs((await control.now()).getTime() - Date.now())).toBeLessThan(100_000);
  expect((await api.ask("GET", REPOS, { key: key.value })).status).toBe(401);
  expect(await api.ask("GET", REPOS)).toMatchObject({ status: 200, body: { data: [] } });
  expect((await api.ask("GET", REPOS, { key: orgKey, headers: { "x-project-id": projectId } })).status).toBe(
    200,
  );
});

test("what does not exist or makes no sense is refused with the reason", async () => {
  const { control, url } = api.emulator;
  expect((await fetch(`${url}/_control/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/_control/clock`, { method: "PUT", body: "{" })).status).toBe(400);
  await expect(control.sigsentry.seedKey({ projectId: "nowhere" })).rejects.toThrow(
    "there is no project nowhere",
  );
});

test.each<[string, string, unknown, string]>([
  [
    "POST",
    "/sigsentry/projects",
    { plan: "Gold" },
    "plan: must be one of Starter, Pro, Business, Enterprise",
  ],
  [
    "POST",
    "/sigsentry/projects",
    { plan: "enterprise" },
    "plan: must be one of Starter, Pro, Business, Enterprise. Did you mean Enterprise?",
  ],
  ["POST", "/sigsentry/projects", { plan: 5 }, "plan: must be one of Starter, Pro, Business, Enterprise"],
  [
    "POST",
    "/sigsentry/projects",
    { plna: "Pro" },
    "there is no plna here. Did you mean plan? There are: id, tenantId, plan",
  ],
  ["POST", "/sigsentry/projects", { id: "" }, "id: is empty"],
  ["POST", "/sigsentry/projects", [], "must be an object"],
  [
    "PATCH",
    "/sigsentry/settings",
    { quotas: { Gold: 5 } },
    "quotas: there is no Gold here. There are: Starter, Pro, Business, Enterprise",
  ],
  ["PATCH", "/sigsentry/settings", { quotas: { Pro: -1 } }, "quotas.Pro: must be 0 at least"],
  ["PATCH", "/sigsentry/settings", { pageSize: 101 }, "pageSize: must be 100 at most"],
  ["PATCH", "/sigsentry/settings", { listShape: "page" }, "listShape: must be one of array, paginated"],
  ["POST", "/sigsentry/keys", {}, "projectId: is missing"],
  [
    "POST",
    "/sigsentry/keys",
    { projectId: "p", permissions: ["config:write", "config:reed"] },
    "permissions.1: must be one of config:read, config:write. Did you mean config:read?",
  ],
  [
    "POST",
    "/sigsentry/connections",
    { projectId: "p", platform: "github", repositories: "acme/x", credentials: { tokn: "ghp_1" } },
    "repositories: must be a list; credentials: must be { token, baseUrl }, { username, appPassword } or null",
  ],
  ["GET", "/sigsentry/connections", undefined, "projectId: is missing"],
  ["GET", "/sigsentry/connections?projectId=p", undefined, "there is no project p"],
  ["POST", "/coregit/keys", { organisationId: 1 }, "organisationId: must be a text"],
  [
    "POST",
    "/coregit/connections",
    { organisationId: "o", provider: "gihub", label: "x" },
    "provider: must be one of github, gitlab. Did you mean github?",
  ],
  ["GET", "/coregit/connections?organisationId=o", undefined, "there is no organisation o"],
  ["GET", "/coregit/sync-configurations", undefined, "organisationId: is missing"],
  [
    "GET",
    "/coregit/connections?organizationId=o",
    undefined,
    "organisationId: is missing; there is no organizationId here. Did you mean organisationId? There are: organisationId",
  ],
  [
    "PATCH",
    "/coregit/settings",
    { hosts: { github: "dwn" } },
    "hosts.github: must be one of up, down, unreachable, rate-limited. Did you mean down?",
  ],
  [
    "POST",
    "/faults",
    { effect: { kind: "hmtl" } },
    "effect.kind: must be one of status, html, json, delay, drop, truncate, redirect, stale. Did you mean html?",
  ],
  [
    "POST",
    "/faults",
    { effect: {} },
    "effect.kind: is missing; must be one of status, html, json, delay, drop, truncate, redirect, stale",
  ],
  [
    "POST",
    "/faults",
    { match: { method: "PSOT", path: "v1/connections", times: 0 }, effect: { kind: "drop" } },
    "match.method: must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS; " +
      "match.path: must begin with / or *, and is the path without the query; " +
      "match.times: must be 1 at least",
  ],
  ["GET", "/log?since=yesterday", undefined, "since: must be a number"],
  ["GET", "/log?since=-1", undefined, "since: must be 0 at least"],
  ["PUT", "/clock", { now: "tomorrow" }, "now: must be a time, 2030-01-01T00:00:00Z say"],
  ["POST", "/clock/advance", { ms: 1.5 }, "ms: must be a whole number"],
  ["POST", "/clock/advance", { ms: 9e15 }, "no date is so far away"],
])("%s %s %j is refused: %s", async (method, path, body, error) => {
  const { control, url } = api.emulator;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${url}/_control${path}`, { method, ...sent });
  expect([answer.status, await answer.json()]).toEqual([400, { error }]);
  // Nothing has changed.
  expect(await control.faults()).toEqual([]);
  expect(Math.abs((await control.now()).getTime() - Date.now())).toBeLessThan(100_000);
});
