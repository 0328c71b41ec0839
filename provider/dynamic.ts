import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { engineCancellation } from "./engineCancellation";
import { type Lifecycle, PartialFailure, type Properties, UNKNOWN } from "./lifecycle";
import { shortened } from "./quote";

/** Looks one key of the stack's configuration up; the key has its namespace: `sigsentry:apiKey`. */
export type ConfigLookup = (key: string) => string | undefined;

/** Under this key Pulumi carries the provider itself through inputs and outputs. */
const PROVIDER_KEY = "__provider";

/**
 * Under this key a resource's class tells what identifies the resource, since the engine does not tell a dynamic
 * provider. Keys that start so are internal to Pulumi: it records them and leaves them out of what it shows.
 */
const IDENTITY_KEY = "__identity";

/** Set where a replacement is created before the old resource is deleted: its creation must not find the old one. */
const CREATED_FIRST_KEY = "__createdFirst";

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
const REPLACE_ON_CHANGES_KEY = "__replaceOnChanges";

/** What a resource's class adds to the properties for this host. */
const INTERNAL_KEYS = [IDENTITY_KEY, CREATED_FIRST_KEY, REPLACE_ON_CHANGES_KEY];

/** The longest message that is shown, in characters; no real one comes near. */
const LONGEST_MESSAGE = 4000;

/** Sent back for every unknown value: the engine tells the type from the declared inputs. */
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Hosts a lifecycle in Pulumi's dynamic provider for Node.
 *
 * @param make makes the lifecycle from the stack's configuration, once a process; the signal fires when the user cancels.
 */
export function hostDynamically(
  make: (config: ConfigLookup, cancelled: AbortSignal) => Lifecycle,
): dynamic.ResourceProvider {
  const cancelled = engineCancellation();
  let lookup: ConfigLookup = () => undefined;
  let made: Lifecycle | undefined;
  const lifecycle = () => {
    made ??= make(lookup, cancelled);
    return made;
  };
  /** Runs one operation; whatever it throws reaches the engine without secrets. */
  const run = async <T>(
    operation: (kind: Lifecycle) => T | Promise<T>,
    declared: Properties = {},
  ): Promise<T> => {
    try {
      return await operation(lifecycle());
    } catch (error) {
      throw presentable(error, made, declared);
    }
  };

  return {
    // Pulumi awaits this only after it has cached the provider, so that parallel calls may overtake it: what it
    // gives is taken before the first await.
    async configure({ config }) {
      lookup = (key) => config.get(key);
    },
    check: (olds, news) =>
      run((kind) => {
        const { inputs, problems } = kind.check(fromEngine(news), fromEngine(olds ?? {}), identityOf(news));
        const internal = Object.fromEntries(INTERNAL_KEYS.map((key) => [key, news[key]]));
        return {
          inputs: toEngine({ ...inputs, ...internal }),
          failures: problems.map((problem) => failure(problem, kind)),
        };
      }),
    diff: (id, olds, news) =>
      run((kind) => {
        const difference = kind.diff(id, fromEngine(olds), fromEngine(news), identityOf(news));
        const { changed, notes } = difference;
        const replacing = [...new Set([...difference.replacing, ...replacedOnChanges(changed, news)])];
        // What a dynamic provider prints is shown to the user; it has no other way to say something.
        for (const note of notes) console.error(kind.redact(`${id}: ${note}`));
        return {
          changes: changed.length > 0,
          replaces: replacing,
          deleteBeforeReplace: replacing.length > 0,
        };
      }),
    create: (inputs) =>
      run(async (kind) => {
        const identity = inputs[CREATED_FIRST_KEY] === true ? undefined : identityOf(inputs);
        // Without an identity a resource is like no other, and its creation cannot be found again.
        const { id, state } = await kind.create(fromEngine(inputs), identity ?? randomUUID());
        return { id, outs: toEngine(state) };
      }, inputs),
    read: (id, props) =>
      run(async (kind) => {
        const found = await kind.read(id, fromEngine(props ?? {}));
        return found === undefined
          ? {}
          : { id, props: toEngine(found.state), inputs: toEngine(found.inputs) };
      }),
    update: (id, olds, news) =>
      run(
        async (kind) => ({ outs: toEngine(await kind.update(id, fromEngine(olds), fromEngine(news))) }),
        news,
      ),
    delete: (id, props) => run((kind) => kind.delete(id, fromEngine(props))),
  };
}

/** Inputs that were read back from the service, by a refresh, have no identity. */
function identityOf(inputs: Properties): string | undefined {
  const identity = inputs[IDENTITY_KEY];
  return typeof identity === "string" && !UNKNOWN_SENTINELS.has(identity) ? identity : undefined;
}

/** The engine does not learn from a dynamic provider what has changed, so its own option has no effect. */
function replacedOnChanges(changed: readonly string[], inputs: Properties): string[] {
  const paths = inputs[REPLACE_ON_CHANGES_KEY];
  if (!Array.isArray(paths)) return [];
  const properties: string[] = paths.map((path) => String(path).replace(/[.[].*$/, ""));
  return changed.filter((property) => properties.includes(property) || properties.includes("*"));
}

/**
 * Pulumi prints the value of the property that a failure names, which could be a secret, and finds it only at the
 * top level; so the path goes into the reason instead.
 */
function failure(
  { path, message }: { path: string; message: string },
  kind: Lifecycle,
): dynamic.CheckFailure {
  return { property: "", reason: kind.redact(path === "" ? message : `${path}: ${message}`) };
}

/** An error as the engine shows it: the message, no secret, no stack, no cause. */
class PresentableError extends Error {
  /** Pulumi prints `${error}: ${error.stack}` beside the message it shows anyway; this keeps that line short. */
  override toString(): string {
    return "pulumi-repo-connections";
  }
}

/** What Pulumi takes for a resource that exists but is not yet as declared. */
class PartiallyDone extends PresentableError {
  readonly reasons: string[];

  constructor(
    message: string,
    readonly id: string,
    readonly properties: Properties,
  ) {
    super(message);
    this.reasons = [message];
  }
}

/** @param declared the inputs of the operation: what is left of it is recorded with the provider that they name. */
function presentable(error: unknown, kind: Lifecycle | undefined, declared: Properties): Error {
  const message = error instanceof Error ? error.message : String(error);
  const clean = shortened(kind?.redact(message) ?? message, LONGEST_MESSAGE);
  const shown =
    error instanceof PartialFailure
      ? new PartiallyDone(clean, error.id, withProvider(error.state, declared))
      : new PresentableError(clean);
  shown.stack = "the operation failed; the reason follows";
  return shown;
}

/** Pulumi adds its provider to what an operation returns, but not to what a failed one has left. */
function withProvider(state: Properties, declared: Properties): Record<string, unknown> {
  return toEngine({ ...state, [PROVIDER_KEY]: declared[PROVIDER_KEY] });
}

/** The engine's values as a lifecycle sees them: unknown values as {@link UNKNOWN}, without the host's own keys. */
function fromEngine(values: Properties): Properties {
  const properties = Object.entries(values).filter(
    ([key]) => key !== PROVIDER_KEY && !INTERNAL_KEYS.includes(key),
  );
  return mapValues(Object.fromEntries(properties), (value) =>
    typeof value === "string" && UNKNOWN_SENTINELS.has(value) ? UNKNOWN : value,
  );
}

/** A lifecycle's values as the engine takes them; its protocol has no `undefined`. */
function toEngine(properties: Properties): Record<string, unknown> {
  return mapValues(properties, (value) => (value === UNKNOWN ? UNKNOWN_SENTINEL : value));
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
