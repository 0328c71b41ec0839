import { describe, expect, it } from "vitest";
import { z } from "zod";
import { STOPPED, TIMEOUT_MS, useTimeUp } from "../../test/support/timeUp";
import { withinTime } from "../http/timeLimit";
import { Collection, Listing, type Records } from "./listing";

/** A listing whose lists are answered by hand, in the order in which they were started. */
function byHand() {
  let now = 0;
  const started: { answer: (records: Records) => void; fail: (error: Error) => void }[] = [];
  const list = () =>
    new Promise<Records>((answer, fail) => {
      started.push({ answer, fail });
    });
  const listing = new Listing(list, () => now);
  const pass = (ms: number) => {
    now += ms;
  };
  return { listing, started, pass };
}

const records = (...ids: string[]): Records => ({
  byId: new Map(ids.map((id) => [id, {}])),
  unidentified: 0,
});

describe("Listing", () => {
  it("shares one list between reads close together, and asks again later", async () => {
    const { listing, started, pass } = byHand();
    const reads = [listing.read(), listing.read()];
    started[0]?.answer(records("a"));
    expect(await Promise.all(reads)).toEqual([records("a"), records("a")]);
    pass(4_999);
    await listing.read();
    expect(started).toHaveLength(1);
    pass(1);
    void listing.read();
    expect(started).toHaveLength(2);
  });

  describe("read by an operation with a limit", () => {
    const timeIsUp = useTimeUp();

    it.each([
      "read",
      "readRecent",
      "readAfterWrite",
    ] as const)("%s serves others when its time is up", async (read) => {
      const { listing, started } = byHand();
      const hasty = withinTime("read", TIMEOUT_MS, () => listing[read]());
      const outcome = expect(hasty).rejects.toThrow(
        `${STOPPED.read}, while the list of connections was waited for.`,
      );
      const patient = listing[read]();
      await expect.poll(() => started.length, { interval: 5 }).toBe(1);
      timeIsUp();
      await outcome;
      started[0]?.answer(records("a"));
      expect(await patient).toEqual(records("a"));
      expect(await listing.read()).toEqual(records("a"));
      expect(started).toHaveLength(1);
    });
  });

  it("does not give a writer a list that was started before the write", async () => {
    const { listing, started } = byHand();
    const before = listing.read();
    const after = [listing.readAfterWrite()];
    listing.forget();
    after.push(listing.readAfterWrite());
    started[0]?.answer(records("old"));
    await before;
    await expect.poll(() => started.length).toBe(2);
    started[1]?.answer(records("new"));
    expect(await Promise.all(after)).toEqual([records("new"), records("new")]);
  });

  it("forgets what it knew before a write", () => {
    const { listing, started } = byHand();
    void listing.read();
    listing.forget();
    void listing.read();
    expect(started).toHaveLength(2);
  });

  it("keeps a newer list when an older one fails", async () => {
    const { listing, started } = byHand();
    const older = listing.read();
    listing.forget();
    const newer = listing.read();
    started[0]?.fail(new Error("down"));
    await expect(older).rejects.toThrow("down");
    started[1]?.answer(records("new"));
    expect(await listing.read()).toEqual(await newer);
    expect(started).toHaveLength(2);
  });

  it("hands a failure to those who share it, and to nobody after them", async () => {
    const { listing, started } = byHand();
    const reads = [listing.read(), listing.read()];
    started[0]?.fail(new Error("down"));
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    void listing.read();
    expect(started).toHaveLength(2);
  });

  it("tells what there was at most a minute ago, whatever was written since", async () => {
    const { listing, started, pass } = byHand();
    const first = listing.readRecent();
    started[0]?.answer(records("a"));
    await first;
    listing.forget();
    pass(59_999);
    expect(await listing.readRecent()).toEqual(records("a"));
    expect(started).toHaveLength(1);
    pass(1);
    void listing.readRecent();
    expect(started).toHaveLength(2);
  });

  it("tells of the latest list, whoever asked for it, and of none that failed", async () => {
    const { listing, started } = byHand();
    void listing.read();
    started[0]?.answer(records("a"));
    expect(await listing.readRecent()).toEqual(records("a"));
    const after = listing.readAfterWrite();
    await expect.poll(() => started.length).toBe(2);
    started[1]?.answer(records("b"));
    await after;
    expect(await listing.readRecent()).toEqual(records("b"));
    const failing = listing.readAfterWrite();
    await expect.poll(() => started.length).toBe(3);
    started[2]?.fail(new Error("down"));
    await expect(failing).rejects.toThrow("down");
    void listing.readRecent();
    expect(started).toHaveLength(4);
  });
});

describe("Collection", () => {
  const identified = z.object({ id: z.string().min(1) });

  it("keeps each item as it came, by its id, and counts those without one", async () => {
    const records = new Collection(identified, (item) => item);
    await records.add([{ id: "a", more: 1 }, { id: "" }, { id: 7 }, {}, null]);
    await records.add(["a", { id: "b" }]);
    expect([...records.byId]).toEqual([
      ["a", { id: "a", more: 1 }],
      ["b", { id: "b" }],
    ]);
    expect([records.unidentified, records.length]).toEqual([5, 7]);
  });

  it("is of nothing what is nothing", async () => {
    const records = new Collection(identified, (item) => item);
    await records.add([]);
    expect([records.byId.size, records.unidentified, records.length]).toEqual([0, 0, 0]);
  });
});
