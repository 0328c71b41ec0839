import type { EmulatorControl } from "../../../../emulator";

/** For how long the provider looks for what a list may not show yet, in milliseconds. */
export const PATIENCE_MS = 8;

/**
 * How far the lists lag, in milliseconds: not at all; less than the provider is patient; or as far as the service's do,
 * while the user waits as long between two commands.
 */
export const LAGS_MS = [0, 2, 60_000] as const;

/** Lets so much time pass that the lists show everything. */
export async function letListsCatchUp(control: EmulatorControl): Promise<void> {
  await control.advanceClock(Math.max(...LAGS_MS) + 1);
}
