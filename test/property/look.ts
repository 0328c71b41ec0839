import { connectionsIn, parseState } from "../support/state";
import type { Ended } from "./command";
import type { Slot } from "./slot";

/**
 * Finds out what a command has left, for each connection of the program; returns a line for the journal.
 *
 * @param state the exported state.
 */
export function look(
  slots: readonly Slot[],
  state: string,
  held: readonly { readonly id: string }[],
  { isKilled }: Ended,
): string {
  const recorded = connectionsIn(parseState(state));
  const known = Object.values(recorded).map(({ id }) => id);
  const ids = held.map(({ id }) => id);
  const areOrphans = ids.some((id) => !known.includes(id));
  for (const slot of slots) {
    slot.recorded = recorded[slot.name];
    slot.isHeld = slot.recorded?.id !== undefined && ids.includes(slot.recorded.id);
    if (isKilled) slot.previous = undefined;
    slot.isOpen = slot.declared !== undefined && !slot.isHeld && areOrphans;
  }
  return `  recorded ${JSON.stringify(slots.map((slot) => slot.recorded?.id))}, held ${ids}`;
}
