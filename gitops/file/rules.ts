import { type Properties, UNKNOWN } from "../../provider/contract";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { FieldProblem } from "./problems/formProblems";
import { stepsOf } from "./yaml/located";

/** Nothing is read: every secret is unknown. */
const CONTEXT = {
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
  const { credentials, check } = providerKind(kind);
  const { problems } = check({ ...args, [credentials.name]: UNKNOWN }, CONTEXT);
  return problems.map((problem) => ({ ...problem, steps: stepsOf(problem.path), isUnknown: false }));
}
