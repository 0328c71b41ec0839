import fc from "fast-check";
import type { Disturbance } from "./disturbance";

/** What happens to one connection before an `up`, whatever kind it is of. */
export interface Turn<Wish extends string = string> {
  /** What somebody does by hand in the dashboard, if it is possible then. */
  readonly dashboard: "nothing" | "edit" | "delete";
  /** What the user wants, in order: the first that is possible then is done. */
  readonly wishes: readonly Wish[];
  readonly style: "literal" | "reference";
  /** Whether an adopted connection keeps the credentials that it has. */
  readonly keepsGrant: boolean;
}

/** Changes of the program and in the dashboard, and one `up` after them. */
export interface Step<T extends Turn = Turn> {
  /** One for each connection there can be. */
  readonly turns: readonly T[];
  readonly refresh: boolean;
  /** How many operations run at once; with 1, the order of requests is the same each time the history is played. */
  readonly parallel: 1 | 16;
  readonly disturbance: Disturbance;
}

/** What happens to one program. */
export interface History<S extends Step> {
  /** How many connections it has at most. */
  readonly size: number;
  readonly steps: readonly S[];
  /** Whether the user goes back, before the last `up`, on whatever was changed last. */
  readonly goesBack: boolean;
}

/** The most connections of one program. */
const MAX_CONNECTIONS = 3;

/**
 * The fields of any turn, as arbitraries.
 *
 * @param changes what a user may want to change.
 */
export function turnFields<Change extends string>(changes: readonly Change[]) {
  return {
    dashboard: fc.constantFrom("nothing" as const, "nothing" as const, "edit" as const, "delete" as const),
    wishes: fc
      .shuffledSubarray([...changes], { minLength: changes.length })
      .map((wishes): (Change | "leave")[] => [...wishes, "leave"]),
    style: fc.constantFrom("literal" as const, "reference" as const),
    keepsGrant: fc.boolean(),
  };
}

/** The fields of any step, as arbitraries. */
export function stepFields<T extends Turn>(turn: fc.Arbitrary<T>, disturbance: fc.Arbitrary<Disturbance>) {
  return {
    turns: fc.array(turn, { minLength: MAX_CONNECTIONS, maxLength: MAX_CONNECTIONS }),
    refresh: fc.boolean(),
    parallel: fc.constantFrom(1 as const, 16 as const),
    disturbance,
  };
}

/**
 * Any history of a few commands.
 *
 * @param rotation a step in which tokens are rotated, and nobody learns what came of it.
 */
export function anyHistoryOf<S extends Step>(
  step: fc.Arbitrary<S>,
  rotation: fc.Arbitrary<S>,
): fc.Arbitrary<History<S>> {
  const size = fc.integer({ min: 1, max: MAX_CONNECTIONS });
  const goingOn = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(step, step) },
    { weight: 1, arbitrary: fc.tuple(step, step, step) },
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ size, steps: goingOn, goesBack: fc.constant(false) }) },
    {
      weight: 1,
      arbitrary: fc.record({ size, steps: fc.tuple(step, rotation), goesBack: fc.boolean() }),
    },
  );
}
