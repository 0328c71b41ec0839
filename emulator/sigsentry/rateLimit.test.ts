import { expect, test } from "vitest";
import { type Answer, GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();

function standing({ headers }: Answer): (number | null)[] {
  return ["limit", "remaining", "reset"].map((name) => {
    const value = headers.get(`x-ratelimit-${name}`);
    return value === null ? null : Number(value);
  });
}

test("every authenticated answer tells the standing, refusals too; 401 does not", async () => {
  const { control } = api.emulator;
  await control.sigsentry.changeSettings({ rateLimits: { mutations: { limit: 10, windowSeconds: 60 } } });
  const now = Math.floor((await control.now()).getTime() / 1000);
  const [limit, remaining, reset] = standing(await api.ask("POST", REPOS, { body: GITHUB }));
  expect([limit, remaining]).toEqual([10, 9]);
  expect(reset).toBeGreaterThanOrEqual(now + 60);
  expect(reset).toBeLessThanOrEqual(now + 70);
  expect(standing(await api.ask("POST", REPOS, { body: "{" }))).toEqual([10, 8, reset]);
  expect(standing(await api.ask("DELETE", `${REPOS}/2cb65dd5-12a4-4bb4-a2cf-3e26d4da5b8a`))).toEqual([
    10,
    7,
    reset,
  ]);
  expect(standing(await api.ask("GET", REPOS, { key: null }))).toEqual([null, null, null]);
});

test("429 with Retry-After when it is exceeded, until the window ends", async () => {
  const { control } = api.emulator;
  await control.sigsentry.changeSettings({ rateLimits: { reads: { limit: 2, windowSeconds: 60 } } });
  const first = await api.ask("GET", REPOS);
  expect([first, await api.ask("GET", REPOS)].map((answer) => standing(answer)[1])).toEqual([1, 0]);
  const refused = await api.ask("GET", REPOS);
  expect(refused).toMatchObject({ status: 429, body: { success: false, error: { code: "RATE_LIMITED" } } });
  const wait = Number(refused.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(50);
  expect(wait).toBeLessThanOrEqual(60);
  expect(standing(refused)).toEqual([2, 0, standing(first)[2]]);
  await control.advanceClock(wait * 1000);
  expect(standing(await api.ask("GET", REPOS)).slice(0, 2)).toEqual([2, 1]);
});

test("reads and mutations are counted apart, and so are keys", async () => {
  const { control, projectId } = api.emulator;
  const other = await control.sigsentry.seedKey({ projectId });
  const one = { limit: 1, windowSeconds: 60 };
  await control.sigsentry.changeSettings({ rateLimits: { reads: one, mutations: one } });
  await api.create(GITHUB);
  expect((await api.ask("POST", REPOS, { body: GITHUB })).status).toBe(429);
  expect((await api.ask("GET", REPOS)).status).toBe(200);
  expect((await api.ask("GET", REPOS)).status).toBe(429);
  expect((await api.ask("POST", REPOS, { body: GITHUB, key: other.value })).status).toBe(201);
});

test("new limits begin with new windows", async () => {
  const { sigsentry } = api.emulator.control;
  const rateLimits = { reads: { limit: 1, windowSeconds: 60 } };
  await sigsentry.changeSettings({ rateLimits });
  expect([(await api.ask("GET", REPOS)).status, (await api.ask("GET", REPOS)).status]).toEqual([200, 429]);
  await sigsentry.changeSettings({ rateLimits });
  expect((await api.ask("GET", REPOS)).status).toBe(200);
});
