import { CONTENT_FAULTS } from "./contentFaults";
import type { Row } from "./fault";
import { REFUSALS } from "./refusals";
import { WIRE_FAULTS } from "./wireFaults";

/** Every fault, as the table has them. */
export const FAULTS: readonly Row[] = [...WIRE_FAULTS, ...REFUSALS, ...CONTENT_FAULTS];
