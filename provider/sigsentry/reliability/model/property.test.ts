import { afterAll, afterEach, beforeAll, it, vi } from "vitest";
import { type Emulator, startEmulator } from "../../../../emulator";
import { hostDynamically } from "../../../dynamic";
import { LIMITS, playHistories, RUNS } from "../../../reliability/model/histories";
import { SEED } from "../../../reliability/model/seed";
import { RepoConnectionLifecycle } from "../../connection";
import { readSettings } from "../../settings";
import { anyHistory } from "./commands";
import { RepoWorld } from "./world";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());
afterEach(() => vi.unstubAllEnvs());

it(`holds after any history what is declared, and nothing else (${RUNS} histories, seed ${SEED})`, async () => {
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
  await playHistories(anyHistory, async () => {
    await emulator.control.reset();
    return new RepoWorld(emulator, newHost, shown);
  });
}, 300_000);
