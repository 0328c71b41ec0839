import { type Properties, UNKNOWN } from "../../contract";

/** Under this key Pulumi carries the provider itself through inputs and outputs. */
export const PROVIDER_KEY = "__provider";

/**
 * Under this key a resource's class tells what identifies the resource, since the engine does not tell a dynamic
 * provider. Keys that start so are internal to Pulumi: it records them and leaves them out of what it shows.
 */
export const IDENTITY_KEY = "__identity";

/** Set where a replacement is created before the old resource is deleted: its creation must not find the old one. */
export const CREATED_FIRST_KEY = "__createdFirst";

/** What the engine sends, by type, for a value that a preview does not know yet. */
const UNKNOWN_SENTINELS = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Names the properties of which a change is to be a replacement, as Pulumi's option of that name does. */
export const REPLACE_ON_CHANGES_KEY = "__replaceOnChanges";

/** What a resource's class adds to the properties for this host. */
export const INTERNAL_KEYS = [IDENTITY_KEY, CREATED_FIRST_KEY, REPLACE_ON_CHANGES_KEY];

/** Sent back for every unknown value: the engine tells the type from the declared inputs. */
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Pulumi's mark of an object that is a value of its own, and of a secret, whatever is recorded under its name. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** The engine's values as a lifecycle sees them: unknown values as {@link UNKNOWN}, without the host's own keys. */
export function fromEngine(values: Properties): Properties {
  const properties = Object.entries(values).filter(
    ([key]) => key !== PROVIDER_KEY && !INTERNAL_KEYS.includes(key),
  );
  return mapValues(Object.fromEntries(properties), (value) =>
    typeof value === "string" && UNKNOWN_SENTINELS.has(value) ? UNKNOWN : value,
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
  const values = mapValues(properties, (value) => (value === UNKNOWN ? UNKNOWN_SENTINEL : value));
  const marked = secrets
    .filter((name) => name in values)
    .map((name) => [name, { ...SECRET, value: values[name] }]);
  return { ...values, ...Object.fromEntries(marked) };
}

function mapValues(properties: object, change: (leaf: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, mapLeaves(value, change)]),
  );
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  return typeof value === "object" && value !== null ? mapValues(value, change) : change(value);
}

/** Whether a text stands for a value that is not known yet. */
export function isUnknown(text: string): boolean {
  return UNKNOWN_SENTINELS.has(text);
}
