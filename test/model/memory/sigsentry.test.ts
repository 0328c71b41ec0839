import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { RepoConnectionLifecycle } from "../../../provider/sigsentry/connection";
import { readSettings } from "../../../provider/sigsentry/settings";
import { SIGSENTRY } from "../kinds/sigsentry";
import { playHistories } from "./histories";

playHistories(SIGSENTRY, ({ emulator, limits, attemptsFolder }) => {
  const environment = { SIGSENTRY_API_KEY: emulator.apiKey, SIGSENTRY_BASE_URL: emulator.url };
  const settings = readSettings(() => undefined, environment);
  return hostDynamically(
    (_, { log }) => new RepoConnectionLifecycle(settings, { limits, attemptsFolder, log }),
  );
});
