import fc from "fast-check";
import { anyFields, type Fields } from "../../model/sigsentry/declaration";
import { anyDisturbanceOf, lost, type Request } from "../disturbance";
import { anyHistoryOf, type Step, stepFields, type Turn, turnFields } from "../history";

/** What a user may want to change of one connection of the program. */
const CHANGES = [
  "declare",
  "again",
  "revert",
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
export interface RepoTurn extends Turn<Wish> {
  readonly platform: "github" | "gitlab";
  /** What is declared, where the wish is about fields. */
  readonly fields: Fields;
  /** What the dashboard leaves, of an edit and of a connection to be adopted. */
  readonly edited: Fields;
}

/** Changes, and one `up` after them. */
export type RepoStep = Step<RepoTurn>;

const turn: fc.Arbitrary<RepoTurn> = fc.record({
  ...turnFields(CHANGES),
  platform: fc.constantFrom("github" as const, "gitlab" as const),
  fields: anyFields,
  edited: anyFields,
});

const rotation = turn.map((some): RepoTurn => ({ ...some, wishes: ["rotate", ...some.wishes] }));

const change: Request = { method: "PUT", carriesToken: true };

const disturbance = anyDisturbanceOf([
  { method: "GET", carriesToken: false },
  { method: "POST", carriesToken: true },
  change,
  { method: "DELETE", carriesToken: false },
]);

/** Any history of a few commands. */
export const anyHistory = anyHistoryOf<RepoStep>(
  fc.record(stepFields(turn, disturbance)),
  fc.record(stepFields(rotation, lost(change))),
);
