import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_CONCURRENT, Pace, Paces } from "./pacing";

const CALL_MS = 120_000;
/** More than any wait for a moment is spread by, in milliseconds. */
const SPREAD = 250;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks for a number of turns and keeps in a list how each ended: "go", or why not. */
function ask(pace: Pace, count = 1, callMs = CALL_MS, end?: AbortSignal): string[] {
  const ends: string[] = [];
  for (let i = 0; i < count; i++) {
    const patience = { longestMs: callMs, ifCancelled: "nothing was sent", end };
    pace.turn(patience).then((refusal) => ends.push(refusal?.reason ?? "go"));
  }
  return ends;
}

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const says = (remaining: number, resetsInMs: number, reset = 1) => ({
  limit: 10,
  remaining,
  reset,
  resetsInMs,
});
const times = (count: number, what = "go") => Array.from({ length: count }, () => what);

describe("Pace", () => {
  it("lets a burst go while nothing is known, but not all of it at once", async () => {
    const pace = new Pace("http://h");
    const ends = ask(pace, 40);
    await passes(0);
    expect(ends).toEqual(times(MAX_CONCURRENT));
    pace.done(undefined, undefined);
    await passes(0);
    expect(ends).toEqual(times(MAX_CONCURRENT + 1));
  });

  it("waits for the reset instead of earning a refusal", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    pace.done(says(2, 30_000), undefined);
    const ends = ask(pace, 3);
    await passes(0);
    expect(ends).toEqual(times(2));
    pace.done(says(1, 29_000), undefined);
    pace.done(says(0, 29_000), undefined);
    await passes(29_999);
    expect(ends).toEqual(times(2));
    await passes(1 + SPREAD);
    expect(ends).toEqual(times(3));
  });

  it("lets go on with what the answers of those under way leave", async () => {
    const pace = new Pace("http://h");
    ask(pace, 3);
    pace.done(says(2, 30_000), undefined);
    const ends = ask(pace);
    await passes(1000);
    expect(ends).toEqual([]);
    pace.done(says(2, 29_000), undefined);
    await passes(0);
    expect(ends).toEqual(["go"]);
  });

  it("does not start all at once after the reset, and no more than the limit before an answer", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    pace.done(says(0, 1000), undefined);
    const ends = ask(pace, 30);
    await passes(1001);
    expect(ends.length).toBeLessThan(2);
    await passes(30 * SPREAD);
    expect(ends).toEqual(times(10));
  });

  it("goes at once where the reset is too far away: headers alone refuse nothing", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    pace.done(says(0, CALL_MS + 1000), undefined);
    const ends = ask(pace);
    await passes(0);
    expect(ends).toEqual(["go"]);
  });

  it("lets all others wait after a refusal for as long as the service asks", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    const ends = ask(pace, MAX_CONCURRENT);
    pace.done(undefined, 3000);
    const later = ask(pace, 2);
    await passes(2999);
    expect({ ends, later }).toEqual({ ends: times(MAX_CONCURRENT - 1), later: [] });
    pace.done(undefined, undefined);
    pace.done(undefined, undefined);
    await passes(1 + 3 * SPREAD);
    expect({ ends, later }).toEqual({ ends: times(MAX_CONCURRENT), later: times(2) });
  });

  it("begins no wait that would not end in time, and ends those under way that cannot any more", async () => {
    const pace = new Pace("http://h");
    ask(pace, MAX_CONCURRENT);
    const ends = ask(pace);
    pace.done(undefined, CALL_MS + 5000);
    await passes(0);
    expect(ends).toEqual(["rate-limit"]);
    const [refused, patient] = [ask(pace), ask(pace, 1, CALL_MS + 6000)];
    await passes(0);
    expect({ refused, patient }).toEqual({ refused: ["rate-limit"], patient: [] });
  });

  it("does not believe that it is to wait for a year", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    pace.done(undefined, 365 * 24 * 3_600_000);
    const ends = ask(pace);
    await passes(0);
    expect(ends).toEqual(["go"]);
  });

  it("says how long the service wants to be left alone", async () => {
    const pace = new Pace("http://h");
    ask(pace);
    pace.done(undefined, CALL_MS + 5000);
    const refusal = await pace.turn({ longestMs: CALL_MS, ifCancelled: "" });
    expect(refusal?.message).toMatch(
      /^http:\/\/h takes no further requests for now \(it asks to wait another 125 s\)\. Nothing was sent; try again/,
    );
  });

  it("has those at the end of a long queue wait as long as it takes", async () => {
    const pace = new Pace("http://h");
    const ends = ask(pace, MAX_CONCURRENT + 1);
    await passes(10 * CALL_MS);
    expect(ends).toEqual(times(MAX_CONCURRENT));
    pace.done(undefined, undefined);
    await passes(0);
    expect(ends).toEqual(times(MAX_CONCURRENT + 1));
  });

  it("stops all waiting when the user cancels; what need not wait still goes", async () => {
    const user = new AbortController();
    const pace = new Pace("http://h");
    ask(pace, MAX_CONCURRENT);
    const ends = ask(pace, 3, CALL_MS, user.signal);
    await passes(1000);
    user.abort();
    await passes(0);
    expect(ends).toEqual(times(3, "cancelled"));
    const late = ask(pace, 1, CALL_MS, user.signal);
    pace.done(undefined, undefined);
    const free = ask(pace, 1, CALL_MS, user.signal);
    await passes(0);
    expect({ late, free }).toEqual({ late: ["cancelled"], free: ["go"] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is one for all that use a key, whoever they are; a cancellation is each one's own", async () => {
    const paces = new Paces();
    const of = (key: string, category = "reads") => paces.of("http://h", key, category);
    ask(of("a"));
    of("a").done(says(0, 30_000), undefined);
    const user = new AbortController();
    const [mine, others] = [ask(of("a"), 1, CALL_MS, user.signal), ask(of("a"))];
    const free = [ask(of("b")), ask(of("a", "mutations"))];
    user.abort();
    await passes(0);
    expect({ mine, others, free }).toEqual({ mine: ["cancelled"], others: [], free: [["go"], ["go"]] });
    await passes(30_000 + SPREAD);
    expect(others).toEqual(["go"]);
  });
});
