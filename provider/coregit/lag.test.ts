import { describe, expect, it } from "vitest";
import { STOPPED, TIMEOUT_MS, useTimeUp } from "../../test/support/timeUp";
import { withinTime } from "../http/timeLimit";
import { Lag, madeAt, type Wait } from "./lag";

/** A lag that is waited for by nobody's clock, and what it has said and waited. */
function lagOf(ms: number, wait: Wait = async () => {}) {
  const said: string[] = [];
  const waits: number[] = [];
  const noting: Wait = (waitMs, signal) => {
    waits.push(waitMs);
    return wait(waitMs, signal);
  };
  const lag = new Lag(ms, { signal: undefined, say: (message) => void said.push(message), wait: noting });
  return { lag, said, waits };
}

const question = {
  isCertain: (answer: number) => answer >= 3,
  why: "Waiting.",
  cancelled: "before it was certain.",
};

describe("asking until it is certain", () => {
  it("asks once when that is certain, and says nothing", async () => {
    const { lag, said, waits } = lagOf(90_000);
    expect(await lag.untilCertain({ ...question, ask: async () => 3 })).toBe(3);
    expect([said, waits]).toEqual([[], []]);
  });

  it("asks again after longer and longer waits, and says so once", async () => {
    const { lag, said, waits } = lagOf(90_000);
    let asked = 0;
    expect(await lag.untilCertain({ ...question, ask: async () => ++asked })).toBe(3);
    expect(waits).toEqual([1_000, 2_000]);
    expect(said).toEqual(["Waiting."]);
  });

  it("asks for the last time when the answer cannot be an old one any more", async () => {
    const { lag, waits } = lagOf(20_000);
    const last: boolean[] = [];
    const ask = async (isLast: boolean) => last.push(isLast) * 0;
    expect(await lag.untilCertain({ ...question, ask })).toBe(0);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 5_000]);
    expect(last).toEqual([false, false, false, false, false, true]);
  });

  it("says nothing of a wait that nobody notices", async () => {
    const { lag, said, waits } = lagOf(2_500);
    await lag.untilCertain({ ...question, ask: async () => 0 });
    expect(waits).toEqual([1_000, 1_500]);
    expect(said).toEqual([]);
  });

  it("asks once where nothing lags", async () => {
    const { lag, waits } = lagOf(0);
    expect(await lag.untilCertain({ ...question, ask: async (isLast) => Number(isLast) })).toBe(1);
    expect(waits).toEqual([]);
  });

  it("ends with the user's cancelling, which leaves nothing in doubt", async () => {
    const { lag } = lagOf(90_000, () => Promise.reject(new Error("aborted")));
    const asking = lag.untilCertain({ ...question, ask: async () => 0 });
    await expect(asking).rejects.toMatchObject({
      message: "Cancelled before it was certain.",
      inDoubt: false,
    });
  });

  it("waits by the machine's time, unless told otherwise, and until the signal fires", async () => {
    const user = new AbortController();
    const lag = new Lag(2_000, { signal: user.signal, say: () => undefined });
    const asking = lag.untilCertain({ ...question, ask: async () => 0 });
    setTimeout(() => user.abort(), 20);
    await expect(asking).rejects.toThrow("Cancelled before");
    const short = new Lag(10, { signal: undefined, say: () => undefined });
    expect(await short.untilCertain({ ...question, ask: async (isLast) => Number(isLast) })).toBe(1);
  });
});

describe("the time of an operation", () => {
  const timeIsUp = useTimeUp();

  it.each<[string, string | undefined, string]>([
    ["", undefined, `${STOPPED.create}, before it was certain.`],
    ["of one connection", "c1", `c1: the${STOPPED.create.slice(3)}, before it was certain.`],
  ])("ends the wait when it is up %s", async (_, of, message) => {
    const untilEnd: Wait = (_ms, signal) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", reject));
    const { lag, waits } = lagOf(90_000, untilEnd);
    const about = of === undefined ? question : { ...question, of };
    const asking = withinTime("create", TIMEOUT_MS, () => lag.untilCertain({ ...about, ask: async () => 0 }));
    const outcome = expect(asking).rejects.toMatchObject({ message, inDoubt: false });
    await expect.poll(() => waits.length, { interval: 5 }).toBe(1);
    timeIsUp();
    await outcome;
  });
});

it("may hide what was written within it", () => {
  const { lag } = lagOf(90_000);
  expect(lag.mayHide(1_000, 90_999)).toBe(true);
  expect(lag.mayHide(1_000, 91_000)).toBe(false);
  expect(lag.mayHide(undefined, 0)).toBe(false);
  expect(lagOf(0).lag.mayHide(1_000, 500), "the service's time is told to the second").toBe(false);
});

it("knows from a state when a connection was made at the latest", () => {
  const [createdAt, accessTokenChangedAt, writtenAt] = [0, 1, 2].map((ms) => new Date(ms).toISOString());
  expect(madeAt({ createdAt, accessTokenChangedAt, writtenAt })).toBe(0);
  expect(madeAt({ accessTokenChangedAt, writtenAt })).toBe(1);
  expect(madeAt({ writtenAt })).toBe(2);
  expect(madeAt({})).toBeUndefined();
  expect(madeAt({ createdAt: "soon" })).toBeUndefined();
});
