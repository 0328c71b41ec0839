import { describe, expect, it } from "vitest";
import { LONGEST_WAIT_MS, MOST_ATTEMPTS, parseRetryAfter, retryDelayMs } from "./retry";

describe("retryDelayMs", () => {
  it.each([200, 201, 301, 400, 401, 403, 404, 409, 501])("never repeats after %i", (status) => {
    expect(retryDelayMs(1, true, { status }, 0.5)).toBeUndefined();
  });

  it.each([500, 502, 503, 504, undefined])("repeats a repeatable call after %s", (status) => {
    expect(retryDelayMs(1, true, { status }, 0.5)).toBe(125);
  });

  it.each([500, 502, 503, 504, undefined])("does not repeat another call after %s", (status) => {
    expect(retryDelayMs(1, false, { status }, 0.5)).toBeUndefined();
  });

  it("repeats any call after 429", () => {
    expect(retryDelayMs(1, false, { status: 429 }, 1)).toBe(250);
  });

  it("doubles the backoff with each attempt and spreads it over the whole span", () => {
    expect(retryDelayMs(3, true, { status: 503 }, 1)).toBe(1000);
    expect(retryDelayMs(3, true, { status: 503 }, 0)).toBe(0);
  });

  it("lets the service's hint win", () => {
    expect(retryDelayMs(1, true, { status: 429, retryAfterMs: 7000 }, 0.5)).toBe(7000);
  });

  it("gives up rather than wait longer than the budget", () => {
    expect(retryDelayMs(1, true, { status: 429, retryAfterMs: LONGEST_WAIT_MS + 1 }, 0.5)).toBeUndefined();
  });

  it("stops at the last attempt", () => {
    expect(retryDelayMs(MOST_ATTEMPTS, true, { status: 503 }, 0.5)).toBeUndefined();
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each([
    ["3", 3000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["soon", undefined],
    [undefined, undefined],
  ])("reads %s", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
