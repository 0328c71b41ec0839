import { connect } from "node:net";
import { expect, test } from "vitest";
import type { FaultRuleInput } from "./faultRules";
import { GITHUB, REPOS, useEmulator } from "./testSupport";

const api = useEmulator();

function fault(effect: FaultRuleInput["effect"], match: FaultRuleInput["match"] = {}): Promise<string> {
  return api.emulator.control.addFault({ effect, match });
}

/** How many connections there are, whatever the client was told. */
async function stored(): Promise<number> {
  return (await api.emulator.control.sigsentry.connections(api.emulator.projectId)).length;
}

test("a status in the service's envelope, with headers, and the request not carried out", async () => {
  await fault({
    kind: "status",
    status: 429,
    code: "RATE_LIMITED",
    message: "Slow down.",
    headers: { "Retry-After": "7" },
  });
  const answer = await api.ask("POST", REPOS, { body: GITHUB });
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
  expect(answer.body).toEqual({ success: false, error: { code: "RATE_LIMITED", message: "Slow down." } });
  expect(await stored()).toBe(0);
});

test("INTERNAL_ERROR after the request was carried out, its rate limit headers replaced where asked", async () => {
  await fault({ kind: "status", status: 500, when: "after", headers: { "X-RateLimit-Remaining": "0" } });
  const answer = await api.ask("POST", REPOS, { body: GITHUB });
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ success: false, error: { code: "INTERNAL_ERROR" } });
  expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(answer.headers.get("x-ratelimit-limit")).toMatch(/^\d+$/);
  expect(await stored()).toBe(1);
});

test.each([200, 502])("HTML with status %d", async (status) => {
  await fault({ kind: "html", status });
  const answer = await api.ask("GET", REPOS);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("text/html");
  expect(answer.body).toContain("<html>");
});

test("an empty answer with headers of one's own", async () => {
  const headers = { "Retry-After": "0", "Content-Type": "application/json" };
  await fault({ kind: "html", status: 503, html: "", headers });
  const answer = await api.ask("GET", REPOS);
  expect(answer).toMatchObject({ status: 503, body: "" });
  expect(answer.headers.get("retry-after")).toBe("0");
  expect(answer.headers.get("content-type")).toBe("application/json");
});

test("JSON that is not what was promised", async () => {
  await fault({ kind: "json", body: { success: true, data: "what?" } });
  expect(await api.ask("GET", REPOS)).toMatchObject({ status: 200, body: { success: true, data: "what?" } });
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a connection dropped %s the request is carried out leaves %d", async (when, count) => {
  await fault({ kind: "drop", when });
  await expect(api.ask("POST", REPOS, { body: GITHUB })).rejects.toThrow("fetch failed");
  expect(await stored()).toBe(count);
  expect((await api.emulator.control.log())[0]).toMatchObject({ status: null, fault: { kind: "drop" } });
});

test("a body cut in the middle: announced whole, half of it sent", async () => {
  await api.create(GITHUB);
  const whole = JSON.stringify((await api.ask("GET", REPOS)).body);
  await fault({ kind: "truncate" });
  const received = await rawGet();
  const [head = "", body] = received.split("\r\n\r\n");
  expect(head.toLowerCase()).toContain(`content-length: ${whole.length}`);
  expect(body).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  await fault({ kind: "truncate" });
  await expect(api.ask("GET", REPOS)).rejects.toThrow("terminated");
});

test("a redirect", async () => {
  await fault({ kind: "redirect", location: "https://elsewhere.example/" });
  const answer = await api.ask("GET", REPOS);
  expect(answer.status).toBe(307);
  expect(answer.headers.get("location")).toBe("https://elsewhere.example/");
});

test("a list as it was before the last writes, in the old order", async () => {
  const kept = await api.create(GITHUB);
  const second = await api.create({ ...GITHUB, repositories: ["acme/second"] });
  await api.ask("PUT", `${REPOS}/${second}`, { body: { lookbackDays: 7 } });
  await api.ask("DELETE", `${REPOS}/${kept}`);
  const lists = [
    [{ id: second, lookbackDays: 7 }],
    [{ id: second, lookbackDays: 7 }, { id: kept }],
    [{ id: second, lookbackDays: 30 }, { id: kept }],
    [{ id: kept }],
    [],
    [],
  ];
  for (const [writes, data] of lists.entries()) {
    if (writes > 0) await fault({ kind: "stale", writes });
    const { body } = await api.ask("GET", REPOS);
    expect(body).toMatchObject({ data });
    expect(body).toHaveProperty("data.length", data.length);
  }
});

test("a delay before the request is carried out ends with the client's patience, and nothing is done", async () => {
  await fault({ kind: "delay", ms: 60_000 });
  await expect(api.ask("POST", REPOS, { body: GITHUB, signal: AbortSignal.timeout(50) })).rejects.toThrow(
    "timeout",
  );
  await expect.poll(async () => (await api.emulator.control.log())[0]?.durationMs).toBeTypeOf("number");
  expect(await stored()).toBe(0);
});

test("a delay after it: the client gives up, and the connection is there", async () => {
  await fault({ kind: "delay", ms: 60_000, when: "after" });
  await expect(api.ask("POST", REPOS, { body: GITHUB, signal: AbortSignal.timeout(50) })).rejects.toThrow(
    "timeout",
  );
  expect(await stored()).toBe(1);
});

test("a short delay only takes time", async () => {
  await fault({ kind: "delay", ms: 30 });
  expect((await api.ask("GET", REPOS)).status).toBe(200);
  expect((await api.emulator.control.log())[0]?.durationMs).toBeGreaterThanOrEqual(29);
});

test("which faults were used can be read, and all can be cleared", async () => {
  const id = await fault({ kind: "status", status: 503 }, { method: "GET", nth: 2, times: 2 });
  const statuses = [];
  for (let time = 0; time < 4; time += 1) statuses.push((await api.ask("GET", REPOS)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  const { control } = api.emulator;
  expect(await control.faults()).toMatchObject([{ id, seen: 4, usedUp: true, effect: { kind: "status" } }]);
  const log = await control.log();
  const faulted = log.filter((entry) => entry.fault?.id === id).map((entry) => entry.sequence);
  expect((await control.faults())[0]?.applied).toEqual(faulted);
  await control.clearFaults();
  expect(await control.faults()).toEqual([]);
});

test("a rule that makes no sense is refused", async () => {
  await expect(fault({ kind: "status", status: 42 })).rejects.toThrow("control POST /faults: 400");
});

/** A list read byte by byte, as no HTTP client would let one see a broken answer. */
function rawGet(): Promise<string> {
  const { hostname, port } = new URL(api.emulator.url);
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(Number(port), hostname);
    socket.setEncoding("utf8");
    socket.on("data", (text) => {
      received += text;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(received));
    socket.write(
      `GET ${REPOS} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${api.emulator.apiKey}\r\n\r\n`,
    );
  });
}
