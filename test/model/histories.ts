import fc from "fast-check";
import { expect } from "vitest";
import { runs } from "../support/sample";
import { SEED } from "../support/seed";
import type { Slot } from "./slot";
import type { World } from "./world";

/** How many histories are made up. */
export const RUNS = runs(1000);

/** Nothing is gained by waiting before a call is repeated. */
export const LIMITS = { backoffMs: 1 };

/** Plays {@link RUNS} histories, each in a world of its own, and settles each at its end. */
export async function playHistories<Place extends World<Slot>>(
  histories: fc.Arbitrary<Iterable<fc.AsyncCommand<object, Place>>>,
  newWorld: () => Promise<Place>,
): Promise<void> {
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const world = await newWorld();
      await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
      await world.settle();
      settled += world.slots.filter(({ recorded }) => recorded !== undefined).length;
    }),
    { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  );
  expect(settled, "resources at the ends of all histories").toBeGreaterThan(RUNS / 2);
}
