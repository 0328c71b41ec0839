import { expect, test } from "vitest";
import { Clock } from "./clock";

const HOUR = 3_600_000;

test("shows the machine's time until told otherwise", () => {
  const before = Date.now();
  const now = new Clock().now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test("moves by what it is advanced and runs on from what it is set to", () => {
  const clock = new Clock();
  clock.set(Date.parse("2030-01-01T00:00:00Z"));
  clock.advance(HOUR);
  expect(clock.iso()).toMatch(/^2030-01-01T01:00:0/);
  clock.reset();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(HOUR);
});
