import { describe, expect, it } from "vitest";
import { STOPPED, TIMEOUT_MS, useTimeUp } from "../../test/support/timeUp";
import { withinTime } from "../http/timeLimit";
import { OneAtATime } from "./creation";

/** A task that ends when it is told to, and whether it has begun. */
function task() {
  let end: (outcome: "well" | Error) => void = () => {};
  let hasBegun = false;
  const run = () => {
    hasBegun = true;
    return new Promise<string>((resolve, reject) => {
      end = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
    });
  };
  return { run, end: (outcome: "well" | Error) => end(outcome), hasBegun: () => hasBegun };
}

/** Until everything that could begin has begun. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("OneAtATime", () => {
  it.each<[string, "well" | Error]>([
    ["well", "well"],
    ["badly", new Error("down")],
  ])("begins a task when that of its name before it has ended: %s", async (_, outcome) => {
    const one = new OneAtATime();
    const [first, second, third] = [task(), task(), task()];
    const runs = [first, second, third].map(({ run }) => one.run("a", run));
    const outcomes = Promise.allSettled(runs);
    await settled();
    expect([first, second, third].map(({ hasBegun }) => hasBegun())).toEqual([true, false, false]);
    first.end(outcome);
    await settled();
    expect([second, third].map(({ hasBegun }) => hasBegun())).toEqual([true, false]);
    second.end("well");
    await settled();
    third.end("well");
    const status = outcome === "well" ? "fulfilled" : "rejected";
    expect((await outcomes).map((each) => each.status)).toEqual([status, "fulfilled", "fulfilled"]);
  });

  it("begins tasks of other names at once", async () => {
    const one = new OneAtATime();
    const [first, other] = [task(), task()];
    const runs = [one.run("a", first.run), one.run("b", other.run)];
    await settled();
    expect([first, other].map(({ hasBegun }) => hasBegun())).toEqual([true, true]);
    for (const { end } of [first, other]) end("well");
    expect(await Promise.all(runs)).toEqual(["well", "well"]);
  });

  describe("of operations with a limit", () => {
    const timeIsUp = useTimeUp();

    it("leaves out one whose time is up before its turn, and brings nobody's turn forward", async () => {
      const one = new OneAtATime();
      const [first, hasty, third] = [task(), task(), task()];
      const runs = [one.run("a", first.run)];
      const left = withinTime("create", TIMEOUT_MS, () => one.run("a", hasty.run));
      runs.push(one.run("a", third.run));
      const outcome = expect(left).rejects.toThrow(
        `${STOPPED.create}, while another one that looks the same was being created; nothing was sent. Run`,
      );
      timeIsUp();
      await outcome;
      await settled();
      expect(third.hasBegun()).toBe(false);
      first.end("well");
      await settled();
      third.end("well");
      expect(await Promise.all(runs)).toEqual(["well", "well"]);
      expect(hasty.hasBegun()).toBe(false);
    });

    it("leaves what has its turn to end by itself", async () => {
      const one = new OneAtATime();
      const only = task();
      const run = withinTime("create", TIMEOUT_MS, () => one.run("a", only.run));
      await settled();
      timeIsUp();
      only.end("well");
      expect(await run).toBe("well");
    });
  });

  it("begins a task at once when all of its name have ended", async () => {
    const one = new OneAtATime();
    await expect(one.run("a", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect(await one.run("a", async () => "well")).toBe("well");
  });
});
