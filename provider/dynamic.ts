import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import type { Lifecycle, Properties } from "./contract";
import { replacementOf } from "./core/identity";
import { engineCancellation } from "./dynamic/cancellation";
import { forEngine } from "./dynamic/engineLife";
import { presentable } from "./dynamic/errors";
import { shown } from "./dynamic/shown";
import {
  CREATED_FIRST_KEY,
  fromEngine,
  IDENTITY_KEY,
  INTERNAL_KEYS,
  isUnknown,
  REPLACE_ON_CHANGES_KEY,
  toEngine,
} from "./dynamic/values";

/** Looks one key of the stack's configuration up; the key has its namespace: `sigsentry:apiKey`. */
export type ConfigLookup = (key: string) => string | undefined;

/**
 * Hosts a lifecycle in Pulumi's dynamic provider for Node.
 *
 * @param make makes the lifecycle from the stack's configuration, once a process; the signal fires when the user cancels,
 *   and what is said is shown to the user while an operation runs.
 */
export function hostDynamically(
  make: (config: ConfigLookup, cancelled: AbortSignal, say: (message: string) => void) => Lifecycle,
): dynamic.ResourceProvider {
  const cancelled = engineCancellation();
  let lookup: ConfigLookup = () => undefined;
  let made: Lifecycle | undefined;
  const lifecycle = () => {
    made ??= make(lookup, cancelled, say);
    return made;
  };
  // What a dynamic provider prints is shown to the user; it has no other way to say something.
  const say = (message: string) => console.error(shown(message, made));
  /** Runs one operation; whatever it throws reaches the engine without secrets. */
  const run = async <T>(
    operation: (kind: Lifecycle) => T | Promise<T>,
    declared: Properties = {},
  ): Promise<T> => {
    try {
      return await forEngine(() => operation(lifecycle()));
    } catch (error) {
      throw presentable(error, made, declared);
    }
  };
  let hasFailed = false;
  /** Runs an operation after whose failure nothing is deleted any more: one process serves the whole of a run. */
  const bring: typeof run = (operation, declared) =>
    run(operation, declared).catch((error: unknown) => {
      hasFailed = true;
      throw error;
    });

  return {
    // Pulumi awaits this only after it has cached the provider, so that parallel calls may overtake it: what it
    // gives is taken before the first await.
    async configure({ config }) {
      lookup = (key) => config.get(key);
    },
    check: (olds, news) =>
      bring((kind) => {
        const { inputs, problems } = kind.check(fromEngine(news), fromEngine(olds ?? {}), identityOf(news));
        hasFailed ||= problems.length > 0;
        const internal = Object.fromEntries(INTERNAL_KEYS.map((key) => [key, news[key]]));
        return {
          inputs: toEngine({ ...inputs, ...internal }, kind.secrets),
          failures: problems.map((problem) => failure(problem, kind)),
        };
      }),
    diff: (id, olds, news) =>
      bring((kind) => {
        const difference = kind.diff(id, fromEngine(olds), fromEngine(news), identityOf(news));
        const { changed, notes } = difference;
        const replacing = [...new Set([...difference.replacing, ...replacedOnChanges(changed, news)])];
        for (const note of notes) say(`${id}: ${note}`);
        return {
          changes: changed.length > 0,
          replaces: replacing,
          deleteBeforeReplace: replacing.length > 0,
        };
      }),
    create: (inputs) =>
      bring(async (kind) => {
        const identity = identityOf(inputs);
        // Without an identity a resource is like no other, and its creation cannot be found again.
        const own = identity ?? randomUUID();
        const isBesideOld = inputs[CREATED_FIRST_KEY] === true;
        const { id, state } = await kind.create(fromEngine(inputs), isBesideOld ? replacementOf(own) : own);
        return { id, outs: toEngine(state, kind.secrets) };
      }, inputs),
    read: (id, props) =>
      run(async (kind) => {
        const found = await kind.read(id, fromEngine(props ?? {}));
        return found === undefined
          ? {}
          : {
              id,
              props: toEngine(found.state, kind.secrets),
              inputs: toEngine(found.inputs, kind.secrets),
            };
      }),
    update: (id, olds, news) =>
      bring(async (kind) => {
        const state = await kind.update(id, fromEngine(olds), fromEngine(news));
        return { outs: toEngine(state, kind.secrets) };
      }, news),
    delete: (id, props) =>
      run((kind) => {
        if (hasFailed) throw new Error(notDeleted(id));
        return kind.delete(id, fromEngine(props));
      }),
  };
}

/** A deletion comes after everything else, or as the first half of a replacement. */
function notDeleted(id: string): string {
  return (
    `Connection ${id} is not deleted, since something else in this run has failed: its successor may be what was not made. ` +
    "Once that is mended, the same command deletes it. To delete it all the same, use `pulumi destroy --target URN`."
  );
}

/** Inputs that were read back from the service, by a refresh, have no identity. */
function identityOf(inputs: Properties): string | undefined {
  const identity = inputs[IDENTITY_KEY];
  return typeof identity === "string" && !isUnknown(identity) ? identity : undefined;
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
  return { property: "", reason: shown(path === "" ? message : `${path}: ${message}`, kind) };
}
