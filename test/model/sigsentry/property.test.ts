import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { RepoConnectionLifecycle } from "../../../provider/sigsentry/connection";
import { readSettings } from "../../../provider/sigsentry/settings";
import { SEED } from "../../support/seed";
import { LIMITS, playHistories, RUNS } from "../histories";
import { anyHistory } from "./commands";
import { RepoWorld } from "./world";

const folder = mkdtempSync(join(tmpdir(), "sigsentry-model-"));
const attemptsFolder = join(folder, "attempts");
const forget = () => rmSync(attemptsFolder, { recursive: true, force: true });

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

it(`holds after any history what is declared, and nothing else (${RUNS} histories, seed ${SEED})`, async () => {
  const shown: string[] = [];
  vi.spyOn(console, "error").mockImplementation((...args) => void shown.push(args.join(" ")));
  const environment = { SIGSENTRY_API_KEY: emulator.apiKey, SIGSENTRY_BASE_URL: emulator.url };
  const newHost = () =>
    hostDynamically(
      (_, { log }) =>
        new RepoConnectionLifecycle(
          readSettings(() => undefined, environment),
          { limits: LIMITS, attemptsFolder, log },
        ),
    );
  await playHistories(anyHistory, async () => {
    await emulator.control.reset();
    forget();
    return new RepoWorld({ emulator, newHost, forget, shown });
  });
}, 300_000);
