import type { Report } from "../engine";
import type { Slot } from "../slot";
import type { Declaration } from "./declaration";

/** One connection of the program: what is declared of it, and what is certain about it. */
export interface ConnectionSlot extends Slot<Declaration> {
  /** What was declared before. */
  previous: Declaration | undefined;
  /** A creation was begun and its answer is not known. */
  creationOpen: boolean;
  /** What that creation has sent is remembered: only then may something else be declared. */
  isRemembered: boolean;
  /** Something else was declared: what that creation has made is not taken up without asking. */
  isDeclaredOtherwise: boolean;
  /** A process was killed as it wrote: what token the service holds cannot be known any more. */
  tokenOpen: boolean;
}

/** A slot in which nothing is declared. */
export function newSlot(name: string, variable: string): ConnectionSlot {
  return {
    ...{ name, variable, declared: undefined, previous: undefined, recorded: undefined },
    ...{ creationOpen: false, isRemembered: false, isDeclaredOtherwise: false, tokenOpen: false },
  };
}

/** Declares anew, and remembers how it was. */
export function declare(slot: ConnectionSlot, declared: Declaration | undefined): void {
  slot.isDeclaredOtherwise ||= slot.creationOpen;
  slot.previous = slot.declared;
  slot.declared = declared;
}

/** What an `up` leaves uncertain. */
export function settleDoubts(slot: ConnectionSlot, { steps, failure }: Report): void {
  if (failure === undefined) {
    slot.creationOpen = false;
    slot.isDeclaredOtherwise = false;
    slot.tokenOpen = false;
    return;
  }
  const isRecorded = slot.recorded !== undefined && !slot.recorded.pendingReplacement;
  if (steps.includes("create") && !isRecorded) openCreation(slot);
}

/** What is uncertain after a kill. */
export function doubtKilled(slot: ConnectionSlot, { steps }: Report): void {
  if (steps.includes("create")) openCreation(slot);
  slot.tokenOpen ||= steps.includes("update");
}

function openCreation(slot: ConnectionSlot): void {
  if (!slot.creationOpen) slot.isRemembered = true;
  slot.creationOpen = true;
}
