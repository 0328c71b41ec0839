import { vi } from "vitest";
import { testFaults } from "./cells";
import { FAULTS } from "./faults";

/** Deadlines as they are would let each of these tests run for minutes. */
vi.mock("../../http/limits", () => ({
  DEFAULT_LIMITS: { connectMs: 10_000, headersMs: 300, callMs: 1_000, backoffMs: 250 },
}));

testFaults(FAULTS.filter(({ isSlow }) => isSlow));
