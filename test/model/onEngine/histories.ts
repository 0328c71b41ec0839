import fc from "fast-check";
import { test } from "../../support/fixtures";
import { expectNoSecrets } from "../../support/noSecrets";
import { SEED } from "../../support/seed";
import { anyDenseHistoryOf } from "../commands/histories";
import { RealEngine } from "../drivers/engine";
import type { Held, Kind } from "../kinds/kind";
import { World } from "../world";

/** How many histories are made up. */
const RUNS = 8;

/**
 * Plays histories of one kind on the real engine. The test's name says their seed, so that a failure can be played
 * again: `PROPERTY_SEED=… npx vitest run --project engine test/model/onEngine -t "Coregit history 7 "`. Nothing is
 * shrunk: a history takes seconds, and what it did is part of the failure's message.
 */
export function playHistories<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
): void {
  const histories = fc.sample(anyDenseHistoryOf(kind), { seed: SEED, numRuns: RUNS });
  const numbered = histories.map((history, index) => ({ history, number: index + 1 }));

  test.for(numbered)(`${kind.name} history $number of PROPERTY_SEED=${SEED}`, async ({ history }, {
    service,
    stack,
  }) => {
    const driver = new RealEngine(service, stack);
    const world = new World(kind, driver, history.size);
    try {
      await world.begin();
      await fc.asyncModelRun(() => ({ model: world, real: world }), history.commands);
      await world.settle();
      expectNoSecrets(await driver.written(), world.secrets);
    } catch (error) {
      throw new Error(`After this:\n${world.journal.join("\n")}`, { cause: error });
    }
  });
}
