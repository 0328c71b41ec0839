import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../../../emulator";
import { hostDynamically } from "../../../dynamic";
import { RepoConnectionLifecycle } from "../../connection";
import { readSettings } from "../../settings";
import { anyHistory } from "./commands";
import { World } from "./world";

/** How many histories are made up. */
const RUNS = 1000;

/** Set PROPERTY_SEED to play the histories of an earlier run again. */
const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Nothing is gained by waiting before a call is repeated. */
const LIMITS = { backoffMs: 1 };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
afterEach(() => vi.unstubAllEnvs());

it(`holds after any history what is declared, and nothing else (${RUNS} histories, seed ${seed})`, async () => {
  const shown: string[] = [];
  vi.spyOn(console, "error").mockImplementation((...args) => void shown.push(args.join(" ")));
  const environment = { SIGSENTRY_API_KEY: emulator.apiKey, SIGSENTRY_BASE_URL: emulator.url };
  const newHost = () =>
    hostDynamically(
      () =>
        new RepoConnectionLifecycle(
          readSettings(() => undefined, environment),
          { limits: LIMITS },
        ),
    );
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      await emulator.control.reset();
      const world = new World(emulator, newHost, shown);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), history);
      await world.settle();
      settled += world.slots.filter(({ recorded }) => recorded !== undefined).length;
    }),
    { numRuns: RUNS, seed, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  );
  expect(settled, "connections at the ends of all histories").toBeGreaterThan(RUNS / 2);
}, 300_000);
