import { WIRE } from "../wireFaults";
import { CARRIED_OUT, NOT_CARRIED_OUT, PASSING, REFUSED, type Row } from "./fault";

/** Faults on the way to the service, and a service in trouble. */
export const WIRE_FAULTS: readonly Row[] = [
  { ...WIRE.droppedOnce, cells: PASSING },
  { ...WIRE.downOnce, cells: PASSING },
  { ...WIRE.limitedOnce, cells: { ...PASSING, post: "repeated", postElsewhere: "repeated" } },
  { ...WIRE.limited, cells: REFUSED },
  { ...WIRE.limitedForLong, cells: REFUSED },
  { ...WIRE.unreachable, cells: REFUSED },
  { ...WIRE.droppedBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.droppedAfter, cells: CARRIED_OUT },
  { ...WIRE.downBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.downAfter, cells: CARRIED_OUT },
  { ...WIRE.silentBefore, cells: NOT_CARRIED_OUT },
  { ...WIRE.silentAfter, cells: CARRIED_OUT },
  {
    title: "the end of the network, before the request is carried out",
    lasts: true,
    isEndOfNetwork: true,
    isRepeated: "safe",
    advice: /try again|Run the same command again/,
    variants: [{ title: "no network, before", effects: [{ kind: "drop", when: "before" }] }],
    cells: NOT_CARRIED_OUT,
  },
  {
    title: "the end of the network, after the request was carried out",
    lasts: true,
    isEndOfNetwork: true,
    isRepeated: "safe",
    advice: /try again|Run the same command again/,
    variants: [{ title: "no network, after", effects: [{ kind: "drop", when: "after" }] }],
    cells: { ...CARRIED_OUT, post: "taken", postElsewhere: "asked" },
  },
];
