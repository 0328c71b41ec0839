import type { Stack } from "../support/stack";
import { connectionsIn, parseState } from "../support/state";
import type { Ended } from "./command";
import type { Slot } from "./slot";

/** Finds out what a command has left, for each connection of the program; returns a line for the journal. */
export async function look(
  slots: readonly Slot[],
  stack: Stack,
  held: readonly { readonly id: string }[],
  { isKilled }: Ended,
): Promise<string> {
  const recorded = connectionsIn(parseState(await stack.exportText()));
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
