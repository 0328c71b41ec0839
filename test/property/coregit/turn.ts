import fc from "fast-check";
import { anyFields, anyLabel, type Fields } from "../../model/coregit/declaration";
import { anyDisturbanceOf, lost, type Request } from "../disturbance";
import { anyHistoryOf, type Step, stepFields, type Turn, turnFields } from "../history";
import { LAGS_MS } from "./time";

/** What a user may want to change of one connection of the program. */
const CHANGES = [
  "declare",
  "again",
  "revert",
  "adopt",
  "release",
  "relabel",
  "rotate",
  "restyle",
  "resend",
  "replace",
  "remove",
  "verify",
  "protect",
] as const;

/** What a user may want; to leave a connection as it is when nothing else is possible. */
export type Wish = (typeof CHANGES)[number] | "leave";

/** What happens to one connection before an `up`. */
export interface ConnectionTurn extends Turn<Wish> {
  readonly provider: "github" | "gitlab";
  /** What is declared, where the wish is about fields. */
  readonly fields: Fields;
  /** What the dashboard leaves, of an edit and of a connection to be adopted. */
  readonly edited: string;
}

/** Changes, and one `up` after them. */
export interface ConnectionStep extends Step<ConnectionTurn> {
  /** How far the service's list lags from now on. */
  readonly listLagMs: number;
}

const turn: fc.Arbitrary<ConnectionTurn> = fc.record({
  ...turnFields(CHANGES),
  provider: fc.constantFrom("github" as const, "gitlab" as const),
  fields: anyFields,
  edited: anyLabel,
});

const rotation = turn.map((some): ConnectionTurn => ({ ...some, wishes: ["rotate", ...some.wishes] }));

const creation: Request = { method: "POST", path: "/v1/connections", carriesToken: true };
const change: Request = { method: "PATCH", carriesToken: true };

/** Creations are what the service does not help with, so that most can go wrong there: they are met most often. */
const disturbance = anyDisturbanceOf(
  [
    ...[creation, creation, creation, creation, change, change],
    { method: "GET", carriesToken: false },
    { method: "POST", path: "/v1/connections/*/test", carriesToken: false },
    { method: "DELETE", carriesToken: false },
  ],
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(400, 403),
    code: fc.constant("REFUSED"),
  }),
);

const listLagMs = fc.constantFrom(...LAGS_MS);

/** Any history of a few commands. */
export const anyHistory = anyHistoryOf<ConnectionStep>(
  fc.record({ ...stepFields(turn, disturbance), listLagMs }),
  fc.record({ ...stepFields(rotation, lost(change)), listLagMs }),
);
