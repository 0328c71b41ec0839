import fc from "fast-check";
import { test } from "../support/fixtures";
import { anyHistory } from "./history";
import { expectSettled } from "./invariants";
import { World } from "./world";

/** How many histories one file plays. */
const RUNS = 15;

/**
 * Plays {@link RUNS} histories, each on the real engine. They come from the seed in the environment variable
 * `PROPERTY_SEED`, or from a random one; the test's name says it, so that a failure can be played again:
 * `PROPERTY_SEED=… npx vitest run --project engine test/property -t "history 7 "`. Nothing is shrunk: a history
 * takes seconds, and what it did is part of the failure's message.
 *
 * @param part which part of the seed's histories: 0 for the first.
 */
export function playHistories(part: number): void {
  const seed = seedFrom(process.env.PROPERTY_SEED);
  const histories = fc.sample(anyHistory, { seed, numRuns: RUNS * (part + 1) }).slice(-RUNS);
  const numbered = histories.map((history, index) => ({ history, number: RUNS * part + index + 1 }));

  test.for(numbered)(`history $number of PROPERTY_SEED=${seed}`, async ({ history }, { service, stack }) => {
    const world = new World(service, stack, history.size);
    try {
      await world.bystander();
      for (const step of history.steps) await world.play(step);
      await expectSettled(world);
    } catch (error) {
      throw new Error(`After this:\n${world.journal.join("\n")}`, { cause: error });
    }
  });
}

function seedFrom(text: string | undefined): number {
  if (text === undefined || text === "") return Math.floor(Math.random() * 2 ** 31);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new Error("PROPERTY_SEED is not a whole number");
  return seed;
}
