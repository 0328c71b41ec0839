import { describe, expect, it } from "vitest";
import { allowedNow, learn, readAllowance, serverTime, type Window } from "./rateLimit";

const NOW = 1_800_000_000_000;

const headers = (limit: string, remaining: string, reset: string) => (name: string) =>
  ({ "x-ratelimit-limit": limit, "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset })[name];

describe("readAllowance", () => {
  it("reads the three headers, the reset as a span", () => {
    expect(readAllowance(headers("100", "7", "1800000030"), NOW)).toEqual({
      limit: 100,
      remaining: 7,
      reset: 1_800_000_030,
      resetsInMs: 30_000,
    });
  });

  it.each([
    ["none", "", "", ""],
    ["a negative rest", "100", "-1", "1800000030"],
    ["NaN", "100", "NaN", "1800000030"],
    ["no reset", "100", "0", "soon"],
    ["a reset in the past", "100", "0", "1799999999"],
    ["a reset at this moment", "100", "0", "1800000000"],
    ["a reset a year away", "100", "0", "1831536000"],
    ["a reset in milliseconds", "100", "0", "1800000030000"],
    ["a reset that is a span", "100", "0", "30"],
    ["a number beyond all numbers", "100", "0", "9".repeat(400)],
  ])("believes nothing of %s", (_, limit, remaining, reset) => {
    expect(readAllowance(headers(limit, remaining, reset), NOW)).toBeUndefined();
  });

  it("does without a limit", () => {
    expect(readAllowance(headers("many", "7", "1800000030"), NOW)).toMatchObject({ limit: undefined });
  });
});

describe("serverTime", () => {
  it("is the service's, whatever this machine's clock shows", () => {
    expect(serverTime(() => "Fri, 15 Jan 2027 08:00:00 GMT", 5)).toBe(NOW);
  });

  it.each([undefined, "now"])("is this machine's without a date (%s)", (date) => {
    expect(serverTime(() => date, 5)).toBe(5);
  });
});

describe("learn", () => {
  const known: Window = { reset: 50, resetsAt: 1000, remaining: 5, limit: 10 };
  const said = { limit: 10, remaining: 3, reset: 50, resetsInMs: 900 };

  it("takes the first it hears", () => {
    expect(learn(undefined, said, 100)).toEqual({ reset: 50, resetsAt: 1000, remaining: 3, limit: 10 });
  });

  it("lets the lowest number of a window count, as answers overtake each other", () => {
    expect(learn(known, said, 100)).toMatchObject({ remaining: 3, resetsAt: 1000 });
    expect(learn(known, { ...said, remaining: 8 }, 100)).toMatchObject({ remaining: 5 });
  });

  it("forgets the window before, and does not go back to it", () => {
    const next = { ...said, reset: 60, remaining: 9 };
    expect(learn(known, next, 100)).toMatchObject({ reset: 60, remaining: 9 });
    expect(learn(known, { ...said, reset: 40, remaining: 0 }, 100)).toBe(known);
    expect(learn(known, { ...said, reset: 40, remaining: 0 }, 1000)).toMatchObject({ reset: 40 });
  });

  it("counts an attempt without an answer", () => {
    expect(learn(known, undefined, 100)).toEqual({ ...known, remaining: 4 });
    expect(learn({ ...known, remaining: 0 }, undefined, 100)).toMatchObject({ remaining: 0 });
    expect(learn(undefined, undefined, 100)).toBeUndefined();
  });
});

describe("allowedNow", () => {
  it.each<[string, Window | undefined, number]>([
    ["any number before anything is known", undefined, Number.POSITIVE_INFINITY],
    ["the rest of the window", { reset: 1, resetsAt: 101, remaining: 5, limit: 10 }, 5],
    ["the limit once it is over", { reset: 1, resetsAt: 100, remaining: 0, limit: 10 }, 10],
    ["one at least", { reset: 1, resetsAt: 100, remaining: 0, limit: 0 }, 1],
    [
      "any number without a limit",
      { reset: 1, resetsAt: 100, remaining: 0, limit: undefined },
      Number.POSITIVE_INFINITY,
    ],
  ])("is %s", (_, window, expected) => {
    expect(allowedNow(window, 100)).toBe(expected);
  });
});
