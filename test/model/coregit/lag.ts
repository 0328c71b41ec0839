import type { EmulatorControl } from "../../../emulator";

/** For how long the provider believes that a read may not show what was written, in milliseconds; as it does. */
export const PATIENCE_MS = 90_000;

/** How far the reads lag, in milliseconds: the list, and how `test` and PATCH look a connection up; null: as the list. */
export const LAGS_MS = [
  { listLagMs: 0, lookupLagMs: null },
  { listLagMs: 2_000, lookupLagMs: null },
  { listLagMs: 60_000, lookupLagMs: null },
  { listLagMs: 60_000, lookupLagMs: 0 },
  { listLagMs: 0, lookupLagMs: 60_000 },
] as const;

/** One of {@link LAGS_MS}. */
export type Lags = (typeof LAGS_MS)[number];

/** Lets so much time pass that nobody believes any more that a read does not show everything. */
export async function letReadsCatchUp(control: EmulatorControl): Promise<void> {
  await control.advanceClock(PATIENCE_MS + 2_000);
}
