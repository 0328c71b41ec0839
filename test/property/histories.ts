import fc from "fast-check";
import { test } from "../support/fixtures";
import { SEED } from "../support/seed";
import type { TestService } from "../support/service";
import type { Stack } from "../support/stack";
import type { History, Step } from "./history";
import { expectSettled } from "./invariants";
import type { Declared } from "./slot";
import type { World } from "./world";

/** Histories of one kind of connections, and the worlds in which they are played. */
export interface Kind<D extends Declared, S extends Step> {
  readonly name: string;
  /** How many histories one file plays. */
  readonly runs: number;
  readonly anyHistory: fc.Arbitrary<History<S>>;
  /** @param size how many connections there are at most. */
  readonly newWorld: (service: TestService, stack: Stack, size: number) => World<D, S>;
}

/**
 * Plays histories of one kind, each on the real engine. The test's name says their seed, so that a failure can be
 * played again:
 * `PROPERTY_SEED=… npx vitest run --project engine test/property -t "Coregit history 7 "`. Nothing is shrunk: a
 * history takes seconds, and what it did is part of the failure's message.
 *
 * @param part which part of the seed's histories: 0 for the first.
 */
export function playHistories<D extends Declared, S extends Step>(
  { name, runs, anyHistory, newWorld }: Kind<D, S>,
  part: number,
): void {
  const histories = fc.sample(anyHistory, { seed: SEED, numRuns: runs * (part + 1) }).slice(-runs);
  const numbered = histories.map((history, index) => ({ history, number: runs * part + index + 1 }));

  test.for(numbered)(`${name} history $number of PROPERTY_SEED=${SEED}`, async ({ history }, {
    service,
    stack,
  }) => {
    const world = newWorld(service, stack, history.size);
    try {
      await world.bystander();
      for (const step of history.steps) await world.play(step);
      if (history.goesBack) world.goBack();
      await expectSettled(world);
    } catch (error) {
      throw new Error(`After this:\n${world.journal.join("\n")}`, { cause: error });
    }
  });
}
