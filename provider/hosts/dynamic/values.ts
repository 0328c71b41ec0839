import { type Properties, UNKNOWN } from "../../contract";
import { isUnknown, mapValues, secretly, UNKNOWN_SENTINEL } from "../engine/values";

/** Under this key Pulumi carries the provider itself through inputs and outputs. */
export const PROVIDER_KEY = "__provider";

/**
 * Under this key a resource's class tells what identifies the resource, since the engine does not tell a dynamic
 * provider. Keys that start so are internal to Pulumi: it records them and leaves them out of what it shows.
 */
export const IDENTITY_KEY = "__identity";

/** Set where a replacement is created before the old resource is deleted: its creation must not find the old one. */
export const CREATED_FIRST_KEY = "__createdFirst";

/** Names the properties of which a change is to be a replacement, as Pulumi's option of that name does. */
export const REPLACE_ON_CHANGES_KEY = "__replaceOnChanges";

/** What a resource's class adds to the properties for this host. */
export const INTERNAL_KEYS = [IDENTITY_KEY, CREATED_FIRST_KEY, REPLACE_ON_CHANGES_KEY];

/** The engine's values as a lifecycle sees them: unknown values as {@link UNKNOWN}, without the host's own keys. */
export function fromEngine(values: Properties): Properties {
  const properties = Object.entries(values).filter(
    ([key]) => key !== PROVIDER_KEY && !INTERNAL_KEYS.includes(key),
  );
  return mapValues(Object.fromEntries(properties), (value) =>
    mapLeaves(value, (leaf) => (typeof leaf === "string" && isUnknown(leaf) ? UNKNOWN : leaf)),
  );
}

/**
 * A lifecycle's values as the engine takes them; its protocol has no `undefined`. Secrets are marked: by itself the
 * engine keeps secret only what it has on record for one under the same name, which after an update that failed it
 * need not have.
 *
 * @param secrets the names of the properties that hold secrets.
 */
export function toEngine(properties: Properties, secrets: readonly string[]): Record<string, unknown> {
  const values = mapValues(properties, (value) =>
    mapLeaves(value, (leaf) => (leaf === UNKNOWN ? UNKNOWN_SENTINEL : leaf)),
  );
  const marked = secrets.filter((name) => name in values).map((name) => [name, secretly(values[name])]);
  return { ...values, ...Object.fromEntries(marked) };
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return mapValues(value, (inner) => mapLeaves(inner, change));
}
