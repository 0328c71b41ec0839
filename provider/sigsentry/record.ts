import type { Properties } from "../lifecycle";
import { UPDATABLE } from "./diff";
import { normalise } from "./normalise";
import { type Inputs, type State, stateSchema } from "./schema";
import { connectionRecord } from "./wire";

/** What cannot be read back from the service and is carried over from the state. */
type Carried = Pick<State, "credentials"> &
  Partial<Pick<State, "projectId" | "credentialsVersion" | "cachePurgePending">>;

/**
 * A listed connection as state, in the normal form that declared inputs have too.
 *
 * @throws Error when the record does not have the shape that the service documents.
 */
export function stateOf(record: unknown, carried: Carried): State {
  const parsed = connectionRecord.safeParse(record);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new Error(
      `SigSentry lists this connection in a form this version of the provider does not know (${fields}). ` +
        "The state is unchanged; a newer version of pulumi-repo-connections may read it.",
    );
  }
  const { id: _, ...fields } = parsed.data;
  const { projectId, credentials, credentialsVersion, cachePurgePending } = carried;
  return stateSchema.parse(
    normalise({ ...fields, projectId, credentials, credentialsVersion, cachePurgePending }),
  );
}

/** The inputs that would declare a state; what the service keeps for itself is left out. */
export function inputsOf(state: State): Inputs {
  const { createdAt: _, updatedAt: __, cachePurgePending: ___, ...inputs } = state;
  return inputs;
}

/** The body of a create: everything but what the service does not accept there. */
export function creationOf(inputs: Inputs): Properties {
  const { projectId: _, isActive: __, credentialsVersion: ___, ...body } = inputs;
  return body;
}

/** The body of an update: the fields that are to change, and no others. */
export function changesOf(inputs: Inputs, changed: readonly string[]): Properties {
  const fields = changed.includes("credentialsVersion") ? [...changed, "credentials"] : changed;
  return Object.fromEntries(
    UPDATABLE.filter((field) => fields.includes(field)).map((field) => [field, inputs[field]]),
  );
}
