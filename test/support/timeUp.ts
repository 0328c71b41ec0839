import { afterEach, beforeEach, vi } from "vitest";

/** The time that a test gives an operation, in milliseconds: shorter than any deadline of a call. */
export const TIMEOUT_MS = 20_000;

/** How an error begins that says so. */
export const STOPPED = {
  create: "The creation was stopped after 20 seconds, its timeout (customTimeouts.create)",
  read: "The reading was stopped after 20 seconds, its timeout (customTimeouts.read)",
  update: "The update was stopped after 20 seconds, its timeout (customTimeouts.update)",
  delete: "The deletion was stopped after 20 seconds, its timeout (customTimeouts.delete)",
};

/** Timers go off in this file only when a test says that the time is up. */
export function useTimeUp(): () => void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return () => {
    vi.advanceTimersByTime(TIMEOUT_MS);
  };
}
