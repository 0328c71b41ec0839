import { describe, expect, it } from "vitest";
import { type Attempt, MAX_ATTEMPTS, type Outcome, parseRetryAfter, retryDelayMs } from "./retry";

const delay = (outcome: Outcome, other: Partial<Attempt> = {}) =>
  retryDelayMs({
    attempt: 1,
    repeatable: true,
    budgetMs: 120_000,
    backoffMs: 250,
    random: 0.5,
    ...other,
    outcome,
  });

const lost: Outcome = { status: undefined, reason: "dropped" };

describe("retryDelayMs", () => {
  it.each([200, 201, 301, 400, 401, 403, 404, 409, 421, 501])("never repeats after %i", (status) => {
    expect(delay({ status })).toBeUndefined();
  });

  it.each([500, 502, 503, 504])("repeats only a repeatable call after %s", (status) => {
    expect(delay({ status })).toBe(125);
    expect(delay({ status }, { repeatable: false })).toBeUndefined();
  });

  it.each([
    "dns",
    "refused",
    "proxy",
    "timeout",
    "dropped",
    "corrupt",
  ] as const)("repeats only a repeatable call that brought no answer: %s", (reason) => {
    expect(delay({ status: undefined, reason })).toBe(125);
    expect(delay({ status: undefined, reason }, { repeatable: false })).toBeUndefined();
  });

  it.each([
    "tls",
    "too-large",
    "unsendable",
    "rate-limit",
    "cancelled",
  ] as const)("does not repeat what the next attempt would not change: %s", (reason) => {
    expect(delay({ status: undefined, reason })).toBeUndefined();
  });

  it("repeats any call after 429", () => {
    expect(delay({ status: 429 }, { repeatable: false, random: 1 })).toBe(250);
  });

  it("doubles the backoff with each attempt and spreads it over the whole span", () => {
    expect(delay({ status: 503 }, { attempt: 3, random: 1 })).toBe(1000);
    expect(delay({ status: 503 }, { attempt: 3, random: 0 })).toBe(0);
  });

  it("lets the service's hint win", () => {
    expect(delay({ status: 429, retryAfterMs: 7000 })).toBe(7000);
  });

  it.each<[string, Outcome, number]>([
    ["hint", { status: 429, retryAfterMs: 7000 }, 7000],
    ["backoff", lost, 125],
  ])("begins no wait that would not end in time: a %s", (_, outcome, waitMs) => {
    expect(delay(outcome, { budgetMs: waitMs })).toBeUndefined();
    expect(delay(outcome, { budgetMs: waitMs + 1 })).toBe(waitMs);
  });

  it("stops at the last attempt", () => {
    expect(delay({ status: 503 }, { attempt: MAX_ATTEMPTS - 1 })).toBeDefined();
    expect(delay({ status: 503 }, { attempt: MAX_ATTEMPTS })).toBeUndefined();
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each([
    ["3", 3000],
    ["0", 0],
    [" 3 ", 3000],
    ["3 minutes", undefined],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["soon", undefined],
    ["-3", undefined],
    ["1.5", undefined],
    ["soon 3", undefined],
    [undefined, undefined],
  ])("reads %s", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
