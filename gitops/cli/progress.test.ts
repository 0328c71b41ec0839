import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lines } from "./progress";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells what is done at once, and every 15 seconds what still goes on, and for how long", () => {
  const written: string[] = [];
  const progress = lines((line) => written.push(line));
  progress.begin("Applying", 2);
  vi.advanceTimersByTime(14_000);
  progress.stack("alpha", "done");
  vi.advanceTimersByTime(61_000);
  progress.stack("beta", "failed");
  progress.end();
  progress.begin("Deleting", 1);
  vi.advanceTimersByTime(16_000);
  progress.end();
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([
    "Applying: 2 stacks",
    "  alpha: done",
    "Applying: 1 of 2 stacks (15 s so far)",
    "Applying: 1 of 2 stacks (30 s so far)",
    "Applying: 1 of 2 stacks (45 s so far)",
    "Applying: 1 of 2 stacks (1 min so far)",
    "Applying: 1 of 2 stacks (1 min 15 s so far)",
    "  beta: failed",
    "Deleting: 1 stack",
    "Deleting (15 s so far)",
  ]);
});
