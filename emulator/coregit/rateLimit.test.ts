import { expect, test } from "vitest";
import { MAX_BODY_BYTES } from "../body";
import type { Answer, Asking } from "../testSupport";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

function standing({ headers }: Answer): (number | null)[] {
  return ["limit", "remaining", "reset"].map((name) => {
    const value = headers.get(`x-ratelimit-${name}`);
    return value === null ? null : Number(value);
  });
}

function list(asking: Asking = {}): Promise<Answer> {
  return api.ask("GET", CONNECTIONS, asking);
}

function limit(minute: number, hour: number) {
  return api.control.changeSettings({
    rateLimits: {
      minute: { limit: minute, windowSeconds: 60 },
      hour: { limit: hour, windowSeconds: 3600 },
    },
  });
}

test("every call counts, whatever it is and however it ends; 401, 413 and what is no route do not", async () => {
  await limit(20, 1000);
  const now = Math.floor((await api.emulator.control.now()).getTime() / 1000);
  const first = await api.ask("POST", CONNECTIONS, { body: GITHUB });
  const reset = standing(first)[2];
  expect(standing(first)).toEqual([20, 19, reset]);
  expect(reset).toBeGreaterThanOrEqual(now + 60);
  expect(reset).toBeLessThanOrEqual(now + 70);
  const { id } = await api.onlyConnection();
  expect(standing(await list({ key: null }))).toEqual([null, null, null]);
  expect(standing(await list({ key: "cgk_live_unknown" }))).toEqual([null, null, null]);
  expect(standing(await api.ask("GET", `${CONNECTIONS}/${id}`))).toEqual([null, null, null]);
  const tooLarge = await api.ask("POST", CONNECTIONS, { body: "x".repeat(MAX_BODY_BYTES + 1) });
  expect(standing(tooLarge)).toEqual([null, null, null]);
  const answers = [
    await list(),
    await api.ask("POST", CONNECTIONS, { body: "{" }),
    await api.ask("PATCH", `${CONNECTIONS}/nowhere`, { body: {} }),
    await api.ask("POST", `${CONNECTIONS}/${id}/test`),
    await api.ask("DELETE", `${CONNECTIONS}/${id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 404, 200, 200]);
  expect(answers.map(standing)).toEqual([18, 17, 16, 15, 14].map((left) => [20, left, reset]));
});

test("429 with Retry-After when the minute is used up, until it ends", async () => {
  await limit(2, 1000);
  const first = await list();
  expect([first, await list()].map((answer) => standing(answer)[1])).toEqual([1, 0]);
  const refused = await list();
  expect(refused.status).toBe(429);
  expect(refused.body).toEqual({ error: expect.any(String), code: "RATE_LIMITED" });
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(50);
  expect(wait).toBeLessThanOrEqual(60);
  expect(standing(refused)).toEqual([2, 0, standing(first)[2]]);
  await api.emulator.control.advanceClock(wait * 1000);
  expect(standing(await list()).slice(0, 2)).toEqual([2, 1]);
});

test("429 when the hour is used up, though the minute is not: waiting a minute does not help", async () => {
  await limit(100, 3);
  for (let time = 0; time < 3; time += 1) expect((await list()).status).toBe(200);
  for (let minute = 0; minute < 2; minute += 1) {
    const refused = await list();
    expect(refused.status).toBe(429);
    expect(standing(refused).slice(0, 2)).toEqual([3, 0]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3000);
    await api.emulator.control.advanceClock(61_000);
  }
  await api.emulator.control.advanceClock(3_600_000);
  expect(standing(await list()).slice(0, 2)).toEqual([3, 2]);
});

test("the headers tell of the window with the least left, which changes as they are used up", async () => {
  await limit(3, 5);
  const told = [standing(await list()), standing(await list())];
  expect(told.map(([most, left]) => [most, left])).toEqual([
    [3, 2],
    [3, 1],
  ]);
  await api.emulator.control.advanceClock(60_001);
  // A new minute: two are left of it after this one, and two of the hour, whose end is further away.
  const now = (await api.emulator.control.now()).getTime() / 1000;
  const [most, left, reset] = standing(await list());
  expect([most, left]).toEqual([5, 2]);
  expect(reset).toBeGreaterThan(now + 3000);
  await list();
  expect(standing(await list()).slice(0, 2)).toEqual([5, 0]);
});

test("a refused request uses up neither window", async () => {
  await limit(1, 3);
  expect((await list()).status).toBe(200);
  for (let time = 0; time < 5; time += 1) expect((await list()).status).toBe(429);
  await api.emulator.control.advanceClock(60_001);
  expect(standing(await list())).toEqual([1, 0, expect.any(Number)]);
  await api.emulator.control.advanceClock(60_001);
  expect((await list()).status).toBe(200);
  await api.emulator.control.advanceClock(60_001);
  expect(await list()).toMatchObject({ status: 429 });
});

test("keys are counted apart, a refused write is not carried out", async () => {
  await limit(1, 1000);
  const { value } = await api.control.seedKey({ organisationId: api.organisationId });
  await api.create();
  expect((await api.ask("POST", CONNECTIONS, { body: GITHUB })).status).toBe(429);
  expect(await api.connections()).toHaveLength(1);
  expect((await list({ key: api.emulator.coregit.scopedToken })).status).toBe(200);
  expect((await api.ask("POST", CONNECTIONS, { body: GITHUB, key: value })).status).toBe(201);
});

test("one limit can be set alone, and new limits begin with new windows", async () => {
  const { rateLimits } = await api.control.settings();
  const minute = { limit: 1, windowSeconds: 60 };
  expect((await api.control.changeSettings({ rateLimits: { minute } })).rateLimits).toEqual({
    minute,
    hour: rateLimits.hour,
  });
  expect([(await list()).status, (await list()).status]).toEqual([200, 429]);
  await api.control.changeSettings({ rateLimits: { minute } });
  expect((await list()).status).toBe(200);
});

test("neither service's use counts against the other's limits", async () => {
  await api.emulator.control.sigsentry.changeSettings({
    rateLimits: { reads: { limit: 0, windowSeconds: 60 } },
  });
  expect((await list()).status).toBe(200);
});
