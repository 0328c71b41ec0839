import type { TestService } from "../support/service";
import type { Turn } from "./history";
import type { Declared, Slot } from "./slot";

/** What a wish needs beside the slot. */
export interface Context<T extends Turn> {
  readonly turn: T;
  readonly service: TestService;
  /** A number that was never used in this history, for a token or a version. */
  readonly fresh: () => number;
}

/** Changes a slot, or returns false when the wish is not possible now. */
export type Fulfil<D extends Declared, T extends Turn> = (
  slot: Slot<D>,
  context: Context<T>,
) => boolean | Promise<boolean>;

/** Changes a declaration; `change` says how, or false where the wish is not possible. */
export function revise<D extends Declared>(
  slot: Slot<D>,
  change: (declared: D) => Partial<D> | Partial<Declared> | false,
): boolean {
  if (slot.declared === undefined) return false;
  const changed = change(slot.declared);
  if (changed === false) return false;
  slot.declared = { ...slot.declared, ...changed };
  return true;
}

/** A wish that is possible only where it is known whether the connection was made. */
export function whenSettled<D extends Declared, T extends Turn>(fulfil: Fulfil<D, T>): Fulfil<D, T> {
  return (slot, context) => !slot.isOpen && fulfil(slot, context);
}

/** Whether neither the program nor the state knows a connection. */
export function isFree({ declared, recorded }: Slot): boolean {
  return declared === undefined && recorded === undefined;
}

/** Exactly what was declared before is declared again. */
export function again<D extends Declared>(slot: Slot<D>): boolean {
  if (!isFree(slot) || slot.removed === undefined || slot.removed.style === "kept") return false;
  slot.declared = { ...slot.removed, adopt: undefined };
  return true;
}

/** What was adopted stands there as if it had been made here. */
export function release<D extends Declared>(slot: Slot<D>): boolean {
  return revise(slot, ({ adopt }) => adopt !== undefined && { adopt: undefined });
}

/** Another token. */
export function rotate<D extends Declared>(slot: Slot<D>, { fresh }: Context<Turn>): boolean {
  return revise(slot, ({ style }) => style !== "kept" && { token: fresh() });
}

/** The token is written out instead of referred to, or the other way round, or declared at last. */
export function restyle<D extends Declared>(slot: Slot<D>, { turn, fresh }: Context<Turn>): boolean {
  return revise(slot, ({ style }) => {
    if (style === "kept") return { style: turn.style, token: fresh() };
    return { style: style === "literal" ? "reference" : "literal" };
  });
}

/** The declared token is to be sent again, by another version; returns the connection whose token it is to be. */
export function resend<D extends Declared>(slot: Slot<D>, { fresh }: Context<Turn>): string | undefined {
  const { recorded, isHeld } = slot;
  if (!isHeld) return undefined;
  const isPossible = revise(
    slot,
    ({ style }) => style !== "kept" && { version: fresh() * VERSIONS_FAR_APART },
  );
  return isPossible ? recorded?.id : undefined;
}

/** Declared versions, and those that the provider counts up from them, never meet. */
const VERSIONS_FAR_APART = 1000;

/** What has to be as before: what was done by hand before `version` changed would stay, for example. */
const UNCHANGED = ["version", "adopt", "style"] as const;

/** The last change is undone, carried out or not: what was declared before is declared again. */
export function revert<D extends Declared>(slot: Slot<D>): boolean {
  const { declared, previous, isOpen } = slot;
  const isTheSame = (field: keyof Declared) => declared?.[field] === previous?.[field];
  if (isOpen || declared === undefined || !UNCHANGED.every(isTheSame)) return false;
  slot.declared = previous;
  return true;
}

/** It is no longer declared. */
export function remove<D extends Declared>(slot: Slot<D>): boolean {
  if (slot.declared === undefined) return false;
  slot.removed = slot.declared;
  slot.declared = undefined;
  return true;
}

/** Nothing changes: what is possible when nothing else is. */
export function leave({ declared }: Slot): boolean {
  return declared !== undefined;
}
