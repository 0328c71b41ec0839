import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import { ConnectionLifecycle } from "../../../provider/coregit/connection";
import { readSettings } from "../../../provider/coregit/settings";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { SEED } from "../../support/seed";
import { LIMITS, playHistories, RUNS } from "../histories";
import { anyHistory } from "./commands";
import { PATIENCE_MS } from "./lag";
import { ConnectionWorld } from "./world";

const folder = mkdtempSync(join(tmpdir(), "coregit-model-"));
const attemptsFolder = join(folder, "attempts");

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

const forget = () => rmSync(attemptsFolder, { recursive: true, force: true });

it(`holds after any history what is declared, and nothing else (${RUNS} histories, seed ${SEED})`, async () => {
  const shown: string[] = [];
  vi.spyOn(console, "error").mockImplementation((...args) => void shown.push(args.join(" ")));
  const environment = { COREGIT_API_KEY: emulator.coregit.apiKey, COREGIT_BASE_URL: emulator.url };
  // What is waited for comes by the emulator's clock.
  const wait = (ms: number) => emulator.control.advanceClock(ms);
  const options = { limits: LIMITS, attemptsFolder, listLagMs: PATIENCE_MS, wait };
  const newHost = () =>
    hostDynamically(
      (_, { log }) =>
        new ConnectionLifecycle(
          readSettings(() => undefined, environment),
          { ...options, log },
        ),
    );
  await playHistories(anyHistory, async () => {
    await emulator.control.reset();
    forget();
    return new ConnectionWorld({ emulator, newHost, forget, shown });
  });
}, 300_000);
