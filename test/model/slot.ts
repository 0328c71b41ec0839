import type { Recorded } from "./drivers/driver";

/** What a program declares of one connection of any kind; `fields`: what is the kind's own and an update can change. */
export interface Declaration<Fields = object> {
  /** The code host. */
  readonly host: "github" | "gitlab";
  readonly fields: Fields;
  /** How the token is declared: written out, referred to, or not at all (adopted, its own kept). */
  readonly style: "literal" | "reference" | "kept";
  /** Which token. Tokens are counted, not named: each rotation is a number that was never used in a history. */
  readonly token: number;
  readonly version: number | undefined;
  readonly adopt: string | undefined;
  /** Whether another connection may look the same. */
  readonly allowDuplicate: boolean;
}

/** One connection of the program: what is declared of it, what is recorded, and what is certain about it. */
export interface Slot<Fields = object> {
  readonly name: string;
  /** The environment variable that holds its token. */
  readonly variable: string;
  declared: Declaration<Fields> | undefined;
  /** What was declared before the last change. */
  previous: Declaration<Fields> | undefined;
  /** What was declared when it was removed from the program. */
  removed: Declaration<Fields> | undefined;
  recorded: Recorded | undefined;
  /** Whether the service holds what is recorded. */
  isHeld: boolean;
  /** A creation was begun, and whether it was carried out is not known. */
  creationOpen: boolean;
  /** What that creation has sent is remembered: only then may something else be declared. */
  isRemembered: boolean;
  /** Something else was declared: what that creation has made is not taken up without asking, on another machine. */
  isDeclaredOtherwise: boolean;
  /** A process was killed as it wrote: what token the service holds cannot be known any more. */
  tokenOpen: boolean;
}

/** A slot in which nothing is declared. */
export function emptySlot<Fields>(name: string): Slot<Fields> {
  return {
    ...{ name, variable: `MODEL_TOKEN_${name.toUpperCase()}`, declared: undefined, previous: undefined },
    ...{ removed: undefined, recorded: undefined, isHeld: false, creationOpen: false },
    ...{ isRemembered: false, isDeclaredOtherwise: false, tokenOpen: false },
  };
}

/** The id of a connection that is recorded and held, which only what is asked for may change. */
export function heldId({ recorded, isHeld }: Slot): string | undefined {
  return isHeld ? recorded?.id : undefined;
}
