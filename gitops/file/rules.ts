import { type Properties, UNKNOWN } from "../../provider/contract";
import { check as checkCoregit } from "../../provider/coregit/check";
import { check as checkSigsentry } from "../../provider/sigsentry/check";
import { DEFAULT_BASE_URL } from "../../provider/sigsentry/settings";
import type { Kind } from "../kinds";
import type { FieldProblem } from "./formProblems";
import { stepsOf } from "./located";

/** Nothing about settings can be wrong, and nothing is read: every secret is unknown. */
const CONTEXT = {
  settings: { apiKey: "", projectId: undefined, baseUrl: DEFAULT_BASE_URL },
  identity: undefined,
  read: () => {
    throw new Error("A secret is not to be read while files are checked.");
  },
};

/**
 * What the provider would say of a connection, whatever its credentials are: those are checked by the form of the file,
 * and whether they may be missing is known to the provider only, which knows whether the connection was adopted once.
 */
export function problemsByRules(kind: Kind, declared: Properties): FieldProblem[] {
  const { renamedFrom: _, ...args } = declared;
  const { problems } =
    kind === "sigsentry"
      ? checkSigsentry({ ...args, credentials: UNKNOWN }, {}, CONTEXT)
      : checkCoregit({ ...args, accessToken: UNKNOWN }, {}, CONTEXT);
  return problems.map((problem) => ({ ...problem, steps: stepsOf(problem.path), isUnknown: false }));
}
