import { DEFAULT_LIMITS } from "../../../provider/http/limits";

/** For how long the provider is told that a list may lag, in seconds. */
export const PATIENCE_SECONDS = 2;

/** How far the service's list does lag, in milliseconds: less than the provider is told. */
export const LAGS_MS = [0, 1_500] as const;

/** How far lists lag that the provider's default is made for, in milliseconds. */
export const MAX_LAG_MS = 60_000;

/** After so many milliseconds, every list shows what was written before. */
export const PAST_LAG_MS = Math.max(...LAGS_MS) + 1;

/** After so many milliseconds, a call that was cut short is over, and the list shows what came of it. */
export const PAST_ALL_DOUBT_MS = DEFAULT_LIMITS.callMs + PATIENCE_SECONDS * 1_000 + 1;
