import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { LockRecords } from "./lockRecords";
import { lockedBy } from "./testing/locked";
import { lockedWords, type Unlocking, whenUnlocked } from "./unlocked";

const folder = mkdtempSync(join(tmpdir(), "unlocked-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HOLDER = "ci@runner-1 (pid 8)";
const locked = { succeeded: false, stderr: lockedBy(HOLDER) };
const done = { succeeded: true, stderr: "" };

let said: string[];
const how = (more: Partial<Unlocking> = {}): Unlocking => ({
  stack: "shop",
  records: new LockRecords(folder, "shop", join(folder, "locks")),
  waitMs: 0,
  stopping: new AbortController().signal,
  say: (message) => said.push(message),
  lift: () => Promise.reject(new Error("lifted without proof")),
  ...more,
});
/** A command that ends in one way after the other, and the last again and again. */
const ending = (...ends: (typeof locked)[]) => {
  const last = ends.at(-1) ?? done;
  const run = vi.fn(async () => last);
  for (const end of ends) run.mockResolvedValueOnce(end);
  return run;
};

beforeEach(() => {
  said = [];
});

describe("whenUnlocked", () => {
  it("does not wait unless it is asked to", async () => {
    const run = ending(locked);
    expect(await whenUnlocked(run, how())).toBe(locked);
    expect(run).toHaveBeenCalledTimes(1);
    expect(said).toEqual([]);
  });

  it("passes on any other failure", async () => {
    const failed = { succeeded: false, stderr: "error: the disk is full" };
    expect(await whenUnlocked(ending(failed), how({ waitMs: 60_000 }))).toBe(failed);
    expect(said).toEqual([]);
  });

  it("waits as long as it is asked to, and says so once", async () => {
    const run = ending(locked, done);
    expect(await whenUnlocked(run, how({ waitMs: 20 }))).toBe(done);
    const inVain = ending(locked);
    expect(await whenUnlocked(inVain, how({ waitMs: 20 }))).toBe(locked);
    expect(inVain.mock.calls.length).toBeGreaterThan(1);
    const [first, second, ...more] = said;
    expect(first).toMatch(
      /^Stack shop is locked by ci@runner-1 \(pid 8\) since \S+: waiting for it, for up to /,
    );
    expect([second, more]).toEqual([first, []]);
  });

  it("stops waiting when the user interrupts", async () => {
    const stopping = new AbortController();
    const say = () => stopping.abort();
    const run = ending(locked);
    expect(await whenUnlocked(run, how({ waitMs: 3_600_000, stopping: stopping.signal, say }))).toBe(locked);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

describe("lockedWords", () => {
  it("says who has locked the stack, how to wait, and how to lift the lock", () => {
    expect(lockedWords(locked.stderr, how())).toBe(
      "The stack is locked by ci@runner-1 (pid 8) since 2026-11-21T10:00:00Z. Whether that is still at work cannot be told from here. " +
        "`--wait-for-lock 10m` waits for it. If you are certain that it is not at work any more, `pulumi cancel --stack shop` lifts the lock.",
    );
  });

  it("says that the waiting was interrupted", () => {
    const words = lockedWords(locked.stderr, how({ waitMs: 3_600_000, stopping: AbortSignal.abort() }));
    expect(words).toContain("The waiting for it was interrupted.");
    expect(words).not.toContain("1 h");
  });

  it("says for how long it was waited for", () => {
    for (const [waitMs, words] of [
      [45_000, "45 s"],
      [600_000, "10 min"],
      [7_200_000, "2 h"],
    ] as const)
      expect(lockedWords(locked.stderr, how({ waitMs }))).toContain(`It was waited for ${words}.`);
  });
});
