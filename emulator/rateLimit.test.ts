import { expect, test } from "vitest";
import { Clock } from "./clock";
import { RateLimiter } from "./rateLimit";

const MINUTE = { limit: 3, windowSeconds: 60 };
const HOUR = { limit: 5, windowSeconds: 3600 };

function limiter() {
  const clock = new Clock();
  clock.set(Date.parse("2030-01-01T00:00:00Z"));
  return { clock, limiter: new RateLimiter(clock) };
}

test("counts under all limits and tells the one with the least left", () => {
  const { clock, limiter: counted } = limiter();
  const count = () => counted.count("key", { MINUTE, HOUR });
  expect([count(), count(), count()].map(({ limit, remaining }) => [limit, remaining])).toEqual([
    [3, 2],
    [3, 1],
    [3, 0],
  ]);
  expect(count()).toMatchObject({ exceeded: true, limit: 3, remaining: 0 });
  clock.advance(60_001);
  expect(count()).toMatchObject({ exceeded: false, limit: 5, remaining: 1 });
  expect(count()).toMatchObject({ exceeded: false, limit: 5, remaining: 0 });
  expect(count()).toMatchObject({ exceeded: true, limit: 5, remaining: 0 });
});

test("tells the longer wait when both are used up", () => {
  const { limiter: counted } = limiter();
  const one = { minute: { ...MINUTE, limit: 1 }, hour: { ...HOUR, limit: 1 } };
  counted.count("key", one);
  const { exceeded, retryAfter } = counted.count("key", one);
  expect(exceeded).toBe(true);
  expect(retryAfter).toBeGreaterThan(3500);
});

test("counts each key for itself, and forgets windows from before the clock was set back", () => {
  const { clock, limiter: counted } = limiter();
  const limits = { minute: { ...MINUTE, limit: 1 } };
  expect(counted.count("one", limits).exceeded).toBe(false);
  expect(counted.count("two", limits).exceeded).toBe(false);
  expect(counted.count("one", limits).exceeded).toBe(true);
  clock.advance(-3_600_000);
  expect(counted.count("one", limits).exceeded).toBe(false);
});

test("a limit of nothing lets nothing through", () => {
  const { limiter: counted } = limiter();
  expect(counted.count("key", { none: { limit: 0, windowSeconds: 60 } })).toMatchObject({
    exceeded: true,
    limit: 0,
    remaining: 0,
  });
});
