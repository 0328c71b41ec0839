import fc from "fast-check";
import { anyFields, type Fields } from "../../provider/sigsentry/reliability/model/declaration";
import { anyDisturbance, type Disturbance } from "./disturbance";

/** What a user may want to change of one connection of the program. */
const CHANGES = [
  "declare",
  "again",
  "adopt",
  "release",
  "change",
  "rotate",
  "restyle",
  "resend",
  "replace",
  "remove",
] as const;

/** What a user may want; to leave a connection as it is when nothing else is possible. */
export type Wish = (typeof CHANGES)[number] | "leave";

/** What happens to one connection before an `up`. */
export interface Turn {
  /** What somebody does by hand in the dashboard, if it is possible then. */
  readonly dashboard: "nothing" | "edit" | "delete";
  /** What the user wants, in order: the first that is possible then is done. */
  readonly wishes: readonly Wish[];
  readonly platform: "github" | "gitlab";
  readonly style: "literal" | "reference";
  /** Whether an adopted connection keeps the credentials that it has. */
  readonly keepsGrant: boolean;
  /** What is declared, where the wish is about fields. */
  readonly fields: Fields;
  /** What the dashboard leaves, of an edit and of a connection to be adopted. */
  readonly edited: Fields;
}

/** Changes of the program and in the dashboard, and one `up` after them. */
export interface Step {
  /** One for each connection there can be. */
  readonly turns: readonly Turn[];
  readonly refresh: boolean;
  /** How many operations run at once; with 1, the order of requests is the same each time the history is played. */
  readonly parallel: 1 | 16;
  readonly disturbance: Disturbance;
}

/** What happens to one program. */
export interface History {
  /** How many connections it has at most. */
  readonly size: number;
  readonly steps: readonly Step[];
}

/** The most connections of one program. */
export const MOST_CONNECTIONS = 3;

const turn: fc.Arbitrary<Turn> = fc.record({
  dashboard: fc.constantFrom("nothing" as const, "nothing" as const, "edit" as const, "delete" as const),
  wishes: fc
    .shuffledSubarray([...CHANGES], { minLength: CHANGES.length })
    .map((changes): Wish[] => [...changes, "leave"]),
  platform: fc.constantFrom("github" as const, "gitlab" as const),
  style: fc.constantFrom("literal" as const, "reference" as const),
  keepsGrant: fc.boolean(),
  fields: anyFields,
  edited: anyFields,
});

const step: fc.Arbitrary<Step> = fc.record({
  turns: fc.array(turn, { minLength: MOST_CONNECTIONS, maxLength: MOST_CONNECTIONS }),
  refresh: fc.boolean(),
  parallel: fc.constantFrom(1 as const, 16 as const),
  disturbance: anyDisturbance,
});

/** Any history of a few commands. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  size: fc.integer({ min: 1, max: MOST_CONNECTIONS }),
  steps: fc.oneof(
    { weight: 2, arbitrary: fc.tuple(step, step) },
    { weight: 1, arbitrary: fc.tuple(step, step, step) },
  ),
});
