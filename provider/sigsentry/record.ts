import type { Properties } from "../contract";
import { fieldsOf, readRecorded, UnknownForm } from "../core/recorded";
import type { Credentials } from "../secrets/credentials";
import { type Foreign, timesIn } from "../text/foreign";
import { UPDATABLE } from "./diff";
import { normalise } from "./normalise";
import { CREDENTIAL_PROPERTIES, type Inputs, inputsSchema, type State, stateSchema } from "./schema";
import { connectionRecord } from "./wire";

/** The state as it was recorded; see {@link readRecorded}. */
export function readState(properties: Properties): State {
  return readRecorded(stateSchema, properties);
}

/** The names in what is recorded or declared, which identify repositories and services. */
export function namesIn({ repositories, serviceMappings }: Pick<State, "repositories" | "serviceMappings">) {
  return [...repositories, ...serviceMappings.flatMap((mapping) => Object.values(mapping))];
}

/**
 * A state without what a service may have put into it: a secret, what nobody sees, a time that is none.
 *
 * @param own the names as they are declared, as far as that is known.
 */
export function cleaned(state: State, foreign: Foreign, own: readonly string[]): State {
  const { createdAt: _, updatedAt: __, ...rest } = state;
  const name = (each: string) => foreign.name(each, own);
  return stateSchema.parse(
    normalise({
      ...rest,
      ...timesIn(state, TIMES),
      repositories: state.repositories.map(name),
      serviceMappings: state.serviceMappings.map((mapping) => ({
        serviceName: name(mapping.serviceName),
        repo: name(mapping.repo),
        pathPrefix: name(mapping.pathPrefix),
        defaultBranch: name(mapping.defaultBranch),
      })),
    }),
  );
}

/** The times that the service tells. */
const TIMES = ["createdAt", "updatedAt"] as const;

/**
 * A listed connection as state, in the normal form that declared inputs have too.
 *
 * @param old what was recorded before: the service does not show everything.
 * @throws UnknownForm when the record does not have the shape that the service documents.
 */
export function stateOf(record: unknown, old: Partial<State>): State {
  const parsed = connectionRecord.safeParse(record);
  if (!parsed.success) throw new UnknownForm("SigSentry", fieldsOf(parsed.error, record));
  const { id: _, ...fields } = parsed.data;
  return stateSchema.parse(normalise({ ...notShown(old), ...fields }));
}

/** What the service does not show; of an update that was not confirmed, only credentials are still in doubt once it is read. */
function notShown(old: Partial<State>): Properties {
  const { projectId, cachePurgePending, unconfirmed } = old;
  return {
    ...CREDENTIAL_PROPERTIES.recordedIn(old),
    ...{ projectId, cachePurgePending },
    unconfirmed: unconfirmed?.includes("credentials") ? ["credentials"] : undefined,
  };
}

/** The inputs that would declare a state; what the service keeps for itself is left out. */
export function inputsOf(state: State): Inputs {
  return inputsSchema.parse(state);
}

/** The body of a create: everything but what the service does not accept there. */
export function creationOf(inputs: Inputs, credentials: Credentials): Properties {
  const { platform, repositories, serviceMappings, lookbackDays } = inputs;
  return { platform, credentials, repositories, serviceMappings, lookbackDays };
}

/** The body of an update: the fields that are to change, and no others. */
export function changesOf(
  inputs: Inputs,
  changed: readonly string[],
  credentials: Credentials | undefined,
): Properties {
  const fields = CREDENTIAL_PROPERTIES.areSentWith(changed) ? [...changed, "credentials"] : changed;
  const values: Properties = { ...inputs, credentials };
  return Object.fromEntries(
    UPDATABLE.filter((field) => fields.includes(field) && values[field] !== undefined).map((field) => [
      field,
      values[field],
    ]),
  );
}

/** When credentials were last sent; an earlier state tells it too. */
export type Sent = Pick<State, "credentialsChangedAt">;

/** Credentials that the service took when it answered, by its clock, in Unix milliseconds. */
export function sentAt(servedAt: number): Sent {
  return { credentialsChangedAt: new Date(servedAt).toISOString() };
}

/**
 * The state after a write: what is declared, with the times of the record or of an earlier state. One that cannot be
 * read gives none, and the next refresh fills them in.
 */
export function stateAfterWrite(inputs: Inputs, record: unknown, { credentialsChangedAt }: Sent): State {
  const { adopt: _, allowDuplicate: __, ...declared } = inputs;
  const sent = credentialsChangedAt === undefined ? {} : { credentialsChangedAt };
  return { ...declared, ...timesOf(record), ...sent };
}

/** The service's own times of a connection, as far as its record, or an earlier state, tells them. */
export function timesOf(record: unknown): Pick<State, "createdAt" | "updatedAt"> {
  return timesIn(record, TIMES);
}
