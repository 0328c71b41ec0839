import { ConnectionLifecycle } from "../../../provider/coregit/connection";
import { readSettings } from "../../../provider/coregit/settings";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { COREGIT } from "../kinds/coregit";
import { playHistories } from "./histories";

playHistories(COREGIT, ({ emulator, ...options }) => {
  const environment = { COREGIT_API_KEY: emulator.coregit.apiKey, COREGIT_BASE_URL: emulator.url };
  const settings = readSettings(() => undefined, environment);
  // What is waited for comes by the emulator's clock.
  const wait = (ms: number) => emulator.control.advanceClock(ms);
  return hostDynamically((_, { log }) => new ConnectionLifecycle(settings, { ...options, wait, log }));
});
