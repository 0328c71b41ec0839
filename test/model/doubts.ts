import type { CreationDoubt, Ended } from "./drivers/driver";
import type { Held } from "./kinds/kind";
import type { Slot } from "./slot";

/** Takes up what an `up` leaves uncertain; `held`: what the service holds, but for what no program knows. */
export function learnDoubts(slots: readonly Slot[], { results }: Ended, held: readonly Held[]): void {
  const known = slots.flatMap(({ recorded, declared }) => [recorded?.id, declared?.adopt]);
  const isUnknown = held.some(({ id }) => !known.includes(id));
  for (const slot of slots) {
    const { creation = "as before", token = "as before" } = results.get(slot.name) ?? {};
    const isOpen = creationAfter(slot, creation, isUnknown);
    if (isOpen && !slot.creationOpen) slot.isRemembered = true;
    if (!isOpen) slot.isDeclaredOtherwise = false;
    slot.creationOpen = isOpen;
    if (token !== "as before") slot.tokenOpen = token === "open";
  }
}

/** Whether a creation may have been carried out without being recorded. */
function creationAfter(
  { declared, isHeld, creationOpen }: Slot,
  doubt: CreationDoubt,
  isUnknown: boolean,
): boolean {
  if (doubt === "as before") return creationOpen;
  return doubt === "open" || (doubt !== "settled" && declared !== undefined && !isHeld && isUnknown);
}
