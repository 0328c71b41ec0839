import { request } from "node:http";
import { expect, test } from "vitest";
import { MAX_BODY_BYTES } from "./body";
import { startEmulator } from "./index";
import { GITHUB, REPOS, useEmulator } from "./testSupport";

const api = useEmulator();
const { Request: NodesRequest, Response: NodesResponse } = globalThis;

test("leaves the globals of the process alone", () => {
  expect(api.emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(globalThis.Request).toBe(NodesRequest);
  expect(globalThis.Response).toBe(NodesResponse);
});

test("every answer has its own X-Request-Id", async () => {
  const answers = [
    await api.ask("GET", REPOS),
    await api.ask("GET", REPOS, { key: null }),
    await api.ask("GET", "/"),
  ];
  const ids = answers.map(({ headers }) => headers.get("x-request-id"));
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404]);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^req_/);
});

test("unknown routes and wrong methods are 404 NOT_FOUND", async () => {
  for (const [method, path] of [
    ["GET", "/v1/config"],
    ["GET", `${REPOS}/`],
    ["PATCH", REPOS],
    ["GET", `${REPOS}/2cb65dd5-12a4-4bb4-a2cf-3e26d4da5b8a`],
  ] as const) {
    expect(await api.ask(method, path)).toMatchObject({
      status: 404,
      body: { success: false, error: { code: "NOT_FOUND" } },
    });
  }
});

test("a body that is too large is 413, one at the limit is read", async () => {
  const tooLarge = await api.ask("POST", REPOS, { body: "x".repeat(MAX_BODY_BYTES + 1) });
  expect(tooLarge).toMatchObject({
    status: 413,
    body: { success: false, error: { code: "PAYLOAD_TOO_LARGE" } },
  });
  const padded = JSON.stringify(GITHUB).padEnd(MAX_BODY_BYTES, " ");
  expect((await api.ask("POST", REPOS, { body: padded })).status).toBe(201);
});

test("a request that is not sent to its end is not carried out", async () => {
  const text = JSON.stringify(GITHUB);
  await new Promise<void>((resolve) => {
    const sending = request(api.emulator.url + REPOS, {
      method: "POST",
      headers: { authorization: `Bearer ${api.emulator.apiKey}`, "content-length": text.length + 10 },
    });
    sending.on("error", () => {});
    sending.on("close", resolve);
    sending.write(text, () => sending.destroy());
  });
  expect((await api.ask("GET", REPOS)).body).toMatchObject({ data: [] });
  expect(await api.emulator.control.log()).toHaveLength(1);
});

test("keys, project and port are as asked for; a port that is taken is refused", async () => {
  const coregit = { apiKey: "cgk_live_mine", scopedToken: "cgt_mine", organisationId: "org_mine" };
  const mine = { apiKey: "ss_secret_mine", orgKey: "ss_org_mine", projectId: "mine", coregit };
  const first = await startEmulator(mine);
  const { apiKey, orgKey, projectId, url } = first;
  expect(first.coregit).toEqual(coregit);
  expect({ apiKey, orgKey, projectId }).toEqual({
    apiKey: "ss_secret_mine",
    orgKey: "ss_org_mine",
    projectId: "mine",
  });
  const port = Number(new URL(url).port);
  await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
  await first.close();
  const again = await startEmulator({ port });
  expect(again.url).toBe(url);
  expect(again.apiKey).not.toBe(apiKey);
  expect(again.coregit.apiKey).not.toBe(coregit.apiKey);
  await again.close();
});

test("closes at once with idle connections and a delayed request", async () => {
  const done: (number | null)[] = [];
  const emulator = await startEmulator({ onRequest: ({ status }) => done.push(status) });
  await fetch(emulator.url);
  await emulator.control.addFault({ effect: { kind: "delay", ms: 60_000 } });
  const waiting = fetch(emulator.url).catch((error: unknown) => error);
  await expect.poll(async () => (await emulator.control.faults())[0]?.usedUp).toBe(true);
  const started = performance.now();
  await emulator.close();
  expect(performance.now() - started).toBeLessThan(1000);
  expect(await waiting).toBeInstanceOf(TypeError);
  await expect.poll(() => done).toEqual([404, null]);
});
