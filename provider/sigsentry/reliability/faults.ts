import { CONTENT_FAULTS } from "./contentFaults";
import type { Fault } from "./fault";
import { REFUSALS } from "./refusals";
import { WIRE_FAULTS } from "./wireFaults";

/** Every fault, as the table has them. */
export const FAULTS: readonly Fault[] = [...WIRE_FAULTS, ...REFUSALS, ...CONTENT_FAULTS];
