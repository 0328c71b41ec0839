import { WIRE } from "../wireFaults";
import { CARRIED_OUT, NOT_CARRIED_OUT, PASSING, REFUSED, type Row } from "./fault";

/** Faults on the way to the service, and a service in trouble. */
export const WIRE_FAULTS: readonly Row[] = [
  { ...WIRE.droppedOnce, cells: PASSING },
  { ...WIRE.downOnce, cells: PASSING },
  { ...WIRE.limitedOnce, cells: PASSING },
  { ...WIRE.limited, cells: REFUSED },
  { ...WIRE.limitedForLong, cells: REFUSED },
  { ...WIRE.unreachable, cells: { ...REFUSED, created: "unverified" } },
  { ...WIRE.droppedBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.droppedAfter, cells: CARRIED_OUT },
  { ...WIRE.downBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.downAfter, cells: CARRIED_OUT },
  { ...WIRE.silentBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.silentAfter, cells: CARRIED_OUT },
];
