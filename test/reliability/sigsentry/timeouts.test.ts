import { vi } from "vitest";
import { testFaults } from "../cells";
import { FAULTS } from "./faults";
import { MATRIX } from "./matrix";

/** Deadlines as they are would let each of these tests run for minutes; in these there is time for two attempts. */
vi.mock("../../../provider/http/limits", () => ({
  DEFAULT_LIMITS: { connectMs: 10_000, headersMs: 800, callMs: 1_500, backoffMs: 250 },
}));

testFaults(
  MATRIX,
  FAULTS.filter(({ isSlow }) => isSlow),
);
