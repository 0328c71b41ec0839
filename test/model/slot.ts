import type { Recorded, Report } from "./engine";

/** One resource of the program: what is declared of it, and what the engine has recorded. */
export interface Slot<Declaration extends Declared = Declared> {
  readonly name: string;
  /** The environment variable that its reference names. */
  readonly variable: string;
  declared: Declaration | undefined;
  recorded: Recorded | undefined;
}

/** What every declaration says. */
export interface Declared {
  /** Which token; the numbers are never used twice in a run. */
  readonly token: number;
}

/** What one command came to. */
export interface Outcome<Place extends Slot> {
  readonly slot: Place;
  readonly report: Report;
}
