import { tokenText } from "../model/token";
import type { ResourceState } from "../support/state";

/** What is declared of a connection of any kind. Tokens are counted, not named: each rotation is a new number. */
export interface Declared {
  /** Whether its token is written out, referred to, or not declared at all (adopted, the grant kept). */
  readonly style: "literal" | "reference" | "kept";
  readonly token: number;
  readonly version: number | undefined;
  readonly adopt: string | undefined;
}

/** One connection of the program: what is declared of it, and what is known of it since the last command. */
export interface Slot<D extends Declared = Declared> {
  readonly name: string;
  /** The environment variable that holds its token. */
  readonly variable: string;
  declared: D | undefined;
  /** What was declared before the last change; nothing after a kill, since only what was recorded can be undone. */
  previous: D | undefined;
  /** What was declared when it was removed from the program. */
  removed: D | undefined;
  /** What the state holds of it, secrets encrypted. */
  recorded: ResourceState | undefined;
  /** Whether the service holds what is recorded. */
  isHeld: boolean;
  /** Its creation may have been carried out without being recorded. */
  isOpen: boolean;
}

/** A connection that is not declared. */
export function emptySlot<D extends Declared>(name: string): Slot<D> {
  return {
    name,
    variable: `TOKEN_OF_${name.toUpperCase()}`,
    declared: undefined,
    previous: undefined,
    removed: undefined,
    recorded: undefined,
    isHeld: false,
    isOpen: false,
  };
}

/** The id of a connection that is recorded and held, which only what is asked for may change. */
export function heldId({ recorded, isHeld }: Slot): string | undefined {
  return isHeld ? recorded?.id : undefined;
}

/** The token that is declared, if one is. */
export function tokenOf({ declared }: Slot): string | undefined {
  return declared === undefined || declared.style === "kept" ? undefined : tokenText(declared.token);
}
