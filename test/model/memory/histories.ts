import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { dynamic } from "@pulumi/pulumi";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import { runs } from "../../support/sample";
import { SEED } from "../../support/seed";
import { anyHistoryOf } from "../commands/histories";
import { Memory } from "../drivers/memory";
import type { Held, Kind } from "../kinds/kind";
import { World } from "../world";

/** How many histories are made up. */
const RUNS = runs(1000);

/** For how long the provider believes that a read may not show what was written, in milliseconds; as it does. */
const PATIENCE_MS = 90_000;

/** What a provider is made with. */
export interface HostOptions {
  readonly emulator: Emulator;
  /** Nothing is gained by waiting before a call is repeated. */
  readonly limits: { readonly backoffMs: number };
  /** Where creations are remembered. */
  readonly attemptsFolder: string;
  readonly listLagMs: number;
}

/** Plays {@link RUNS} histories on the model of the engine, each in a world of its own, and settles each at its end. */
export function playHistories<Fields extends object, Connection extends Held>(
  kind: Kind<Fields, Connection>,
  newHost: (options: HostOptions) => dynamic.ResourceProvider,
): void {
  const folder = mkdtempSync(join(tmpdir(), "model-"));
  const attemptsFolder = join(folder, "attempts");
  const forget = () => rmSync(attemptsFolder, { recursive: true, force: true });
  const printed: string[] = [];
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => vi.unstubAllEnvs());

  async function newWorld() {
    await emulator.control.reset();
    forget();
    const options = { emulator, limits: { backoffMs: 1 }, attemptsFolder, listLagMs: PATIENCE_MS };
    const world = new World(
      kind,
      new Memory({
        ...{ services: emulator, newHost: () => newHost(options), forget, printed },
        ...{ patienceMs: PATIENCE_MS, reference: kind.reference },
      }),
    );
    await world.begin();
    return world;
  }

  it(`holds after any history what is declared, and nothing else (${RUNS} histories, seed ${SEED})`, async () => {
    vi.spyOn(console, "error").mockImplementation((...args) => void printed.push(args.join(" ")));
    let settled = 0;
    await fc.assert(
      fc.asyncProperty(anyHistoryOf(kind), async (history) => {
        const world = await newWorld();
        await fc.asyncModelRun(() => ({ model: world, real: world }), history);
        await world.settle();
        settled += world.slots.filter(({ recorded }) => recorded !== undefined).length;
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: 540_000, markInterruptAsFailure: true },
    );
    expect(settled, "resources at the ends of all histories").toBeGreaterThan(RUNS / 2);
  }, 600_000);
}
