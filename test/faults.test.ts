import { describe, expect } from "vitest";
import type { FaultRuleInput } from "../emulator/faultRules";
import { CI, PAYMENTS } from "./support/declarations";
import { test } from "./support/fixtures";
import { CALL } from "./support/service";

type Effect = FaultRuleInput["effect"];

const LOST_ANSWERS: [string, Effect][] = [
  ["the connection dropped before anything was done", { kind: "drop", when: "before" }],
  ["the connection dropped after it was done", { kind: "drop", when: "after" }],
  ["half of the answer", { kind: "truncate" }],
  ["HTML 502 from a proxy before anything was done", { kind: "html", status: 502 }],
  ["HTML 502 from a proxy after it was done", { kind: "html", status: 502, when: "after" }],
];

describe("a create whose answer is lost leaves exactly one connection, which the state knows", () => {
  test.for(LOST_ANSWERS)("%s", async ([, effect], { service, stack }) => {
    await service.control.addFault({ match: { method: "POST" }, effect });
    await stack.declare({ payments: PAYMENTS });
    await stack.up();
    const { id } = await service.onlyConnection();
    expect((await stack.recorded()).payments?.id).toBe(id);
    const creates = (await service.takeCalls()).filter((call) => call === CALL.create);
    expect(creates).toHaveLength(2);
  });
});

test("a create answered by no API of SigSentry's says so, and the next update finishes the job", async ({
  service,
  stack,
}) => {
  await service.control.addFault({ match: { method: "POST" }, effect: { kind: "html", status: 200 } });
  await stack.declare({ payments: PAYMENTS });
  const { all } = await stack.upFails();
  expect(all).toContain("answered 200 with text/html that is no answer of SigSentry's API");
  expect(all).toContain("sigsentry:baseUrl");
  await stack.up();
  expect((await stack.recorded()).payments?.id).toBe((await service.onlyConnection()).id);
});

test("an address with a wrong path is said to be one, in whole, by a creation of either kind", async ({
  service,
  stack,
}) => {
  stack.environment.SIGSENTRY_BASE_URL = `${service.url}/api`;
  stack.environment.COREGIT_BASE_URL = `${service.url}/api`;
  await stack.declare({ payments: PAYMENTS, ci: CI });
  const { all } = await stack.upFails("--continue-on-error");
  for (const [kind, path] of [
    ["sigsentry", "config/repos"],
    ["coregit", "connections"],
  ])
    expect(all.replaceAll(/\s+/g, " ")).toMatch(
      new RegExp(`${service.url}/api/v1/${path}\\b.*check ${kind}:baseUrl, its path too`, "i"),
    );
  expect(all).not.toMatch(/deleted by hand|pulumi refresh/);
});

const UNREADABLE: [string, Effect, string][] = [
  ["500", { kind: "status", status: 500 }, "500 INTERNAL_ERROR"],
  ["401", { kind: "status", status: 401, code: "API_KEY_EXPIRED" }, "401 API_KEY_EXPIRED"],
  ["404 of a proxy", { kind: "html", status: 404 }, "answered 404 with text/html"],
  ["HTML 502", { kind: "html", status: 502 }, "answered 502 with text/html"],
  ["HTML 200", { kind: "html", status: 200 }, "answered 200 with text/html"],
  ["half of the answer", { kind: "truncate" }, "was lost"],
  ["a dropped connection", { kind: "drop" }, "was lost"],
  ["an empty object", { kind: "json", body: {} }, "no answer of SigSentry's API"],
  ["no list", { kind: "json", body: { success: true, data: null } }, "could not be used"],
  [
    "a page that is not the last",
    { kind: "json", body: { success: true, data: { items: [], pagination: { page: 1, total: 1 } } } },
    "is missing",
  ],
  ["a redirect", { kind: "redirect", location: "https://example.com/" }, "Redirects are not followed"],
];

test("a list that cannot be read never makes a connection count as gone", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const before = await stack.state();
  for (const [name, effect, message] of UNREADABLE) {
    await service.control.addFault({ match: { method: "GET", times: "always" }, effect });
    const { exitCode, all } = await stack.pulumi("refresh", "--yes", "--skip-preview");
    expect(exitCode, name).not.toBe(0);
    expect(all, name).toContain(message);
    await service.control.clearFaults();
  }
  expect(await stack.state()).toEqual(before);
  await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a connection whose pausing fails is kept, and the next update only pauses it", async ({
  service,
  stack,
}) => {
  await service.control.addFault({
    match: { method: "PUT" },
    effect: { kind: "status", status: 403, code: "FORBIDDEN", message: "No." },
  });
  await stack.declare({ payments: { ...PAYMENTS, isActive: false } });
  const { all } = await stack.upFails();
  expect(all).toContain("The connection was created but is still active: pausing it failed.");
  expect(all).toContain("FORBIDDEN");
  const { id } = await service.onlyConnection();
  expect((await stack.recorded()).payments?.id).toBe(id);

  await service.takeCalls();
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { isActive: false } },
    { call: CALL.list, body: null },
  ]);
  expect(await service.onlyConnection()).toMatchObject({ id, isActive: false });
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("credentials rotated whose cache was not purged are not sent again: the next update only purges", async ({
  service,
  stack,
}) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.control.addFault({
    match: { method: "DELETE", path: "/v1/config/repos/*/cache", times: "always" },
    effect: { kind: "status", status: 500 },
  });
  stack.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  const { all } = await stack.upFails();
  expect(all).toContain("The connection was updated but its cache was not purged.");
  const rotated = await service.onlyConnection();
  expect((await stack.recorded()).payments?.outputs).toMatchObject({ cachePurgePending: true });

  await service.control.clearFaults();
  expect((await stack.succeed("preview")).all).toContain(
    `${rotated.id}: its new credentials were stored earlier`,
  );
  await service.takeCalls();
  await stack.up();
  expect(await service.takeCalls()).toEqual([CALL.purge]);
  expect(await service.onlyConnection()).toMatchObject({
    credentialsSha256: rotated.credentialsSha256,
    cacheFlushes: 1,
  });
  expect((await stack.recorded()).payments?.outputs).not.toHaveProperty("cachePurgePending");
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
});

test("a delete whose answer is lost is done once", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  await service.takeCalls();
  await service.control.addFault({ match: { method: "DELETE" }, effect: { kind: "drop", when: "after" } });
  await stack.destroy();
  expect(await service.takeCalls()).toEqual([CALL.delete, CALL.delete, CALL.list]);
  expect(await service.connections()).toEqual([]);
});

test("a delete that is refused keeps the connection in the state", async ({ service, stack }) => {
  await stack.declare({ payments: PAYMENTS });
  await stack.up();
  const before = await stack.state();
  await service.control.addFault({
    match: { method: "DELETE" },
    effect: { kind: "status", status: 403, code: "FORBIDDEN", message: "No." },
  });
  const { exitCode, all } = await stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(exitCode).not.toBe(0);
  expect(all).toContain("FORBIDDEN");
  expect((await stack.state()).resources).toEqual(before.resources);
  await stack.destroy();
});
