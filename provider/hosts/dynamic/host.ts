import type { dynamic } from "@pulumi/pulumi";
import type { Change, Config, Kind, Lifecycle, Log, Properties } from "../../contract";
import { changedFields } from "../../core/changes";
import { noteText } from "../../core/notes";
import { OF_PROCESS } from "../../secrets/source";
import { engineAddress } from "../engine/address";
import { DeletionGuard } from "../engine/deletionGuard";
import { FOR_ENGINE, watchEngine } from "../engine/life";
import { shown } from "../engine/shown";
import { isUnknown } from "../engine/values";
import { engineCancellation } from "./cancellation";
import { presentable } from "./errors";
import { covers } from "./paths";
import {
  CREATED_FIRST_KEY,
  fromEngine,
  IDENTITY_KEY,
  INTERNAL_KEYS,
  PROVIDER_KEY,
  REPLACE_ON_CHANGES_KEY,
  toEngine,
} from "./values";

const TAKEN_OVER =
  "the plugin has managed it so far; this update records who manages it now, and sends nothing";

/**
 * Hosts a kind in Pulumi's dynamic provider for Node.
 *
 * @param open the kind's, called once a process with the stack's configuration.
 * @param service names the kind to the run's other processes: the plugin's, where a program uses both.
 */
export function hostDynamically(open: Kind["open"], service = ""): dynamic.ResourceProvider {
  let config: Config = () => undefined;
  let made: Lifecycle | undefined;
  // What a dynamic provider prints is shown to the user; it has no other way to say something.
  const log: Log = (note) => {
    if (note.severity !== "debug") console.error(shown(noteText(note), made));
  };
  const engine = addressOfEngine(process.argv);
  const scope = engine === "" ? {} : { run: engine };
  const context = { cancelled: engineCancellation(), log, place: OF_PROCESS, scope };
  const lifecycle = () => {
    made ??= open((key) => config(key), context);
    return made;
  };
  /** Runs one operation; whatever it throws reaches the engine without secrets. */
  const run = async <T>(
    operation: (kind: Lifecycle) => T | Promise<T>,
    declared: Properties = {},
  ): Promise<T> => {
    watchEngine(engine);
    try {
      return await FOR_ENGINE.run(() => operation(lifecycle()));
    } catch (error) {
      throw presentable(error, made, declared);
    }
  };
  const deletions = DeletionGuard.within(scope, service, context.place.environment);
  const bring: typeof run = (operation, declared) => deletions.refuseAfter(run(operation, declared));

  return {
    // Pulumi awaits this only after it has cached the provider, so that parallel calls may overtake it: what it
    // gives is taken before the first await.
    async configure({ config: given }) {
      config = (key) => given.get(key);
    },
    check: (olds, news) =>
      bring((kind) => {
        const { inputs, problems } = kind.check(fromEngine(news), fromEngine(olds ?? {}), identityOf(news));
        if (problems.length > 0) deletions.refuse();
        const internal = Object.fromEntries(INTERNAL_KEYS.map((key) => [key, news[key]]));
        return {
          inputs: toEngine({ ...inputs, ...internal }, kind.secrets),
          failures: problems.map((problem) => failure(problem, kind)),
        };
      }),
    diff: (id, olds, news) =>
      bring((kind) => {
        const { changes, notes } = kind.diff(id, fromEngine(olds), fromEngine(news), identityOf(news));
        const replacing = changedFields({
          changes: changes.filter((change) => change.replaces || isReplacedOnChange(change, news)),
        });
        for (const note of notes) log({ id, ...note });
        const isTakenOver = isOfPlugin(olds);
        if (isTakenOver && changes.length === 0) log({ severity: "info", id, message: TAKEN_OVER });
        return {
          changes: changes.length > 0 || isTakenOver,
          replaces: replacing,
          deleteBeforeReplace: replacing.length > 0,
        };
      }),
    create: (inputs) =>
      bring(async (kind) => {
        const isOldThere = inputs[CREATED_FIRST_KEY] === true;
        const { id, state } = await kind.create(fromEngine(inputs), identityOf(inputs), { isOldThere });
        return { id, outs: toEngine(state, kind.secrets) };
      }, inputs),
    read: (id, props) =>
      run(async (kind) => {
        const found = await kind.read(id, fromEngine(props ?? {}));
        return found === undefined
          ? {}
          : {
              id: found.id,
              props: toEngine(found.state, kind.secrets),
              inputs: toEngine(found.inputs, kind.secrets),
            };
      }),
    update: (id, olds, news) =>
      bring(async (kind) => {
        const [old, next] = [fromEngine(olds), fromEngine(news)];
        const isOnlyTakenOver =
          isOfPlugin(olds) && kind.diff(id, old, next, identityOf(news)).changes.length === 0;
        const state = isOnlyTakenOver ? old : await kind.update(id, old, next);
        return { outs: toEngine(state, kind.secrets) };
      }, news),
    delete: (id, props) =>
      run((kind) => {
        deletions.allow(id);
        return kind.delete(id, fromEngine(props));
      }),
  };
}

/**
 * Whether a state was recorded by the plugin. Pulumi's launcher of dynamic providers finds the provider of a refresh and of
 * a deletion in what is recorded, so an update has to record it there.
 */
function isOfPlugin(state: Properties): boolean {
  return !(PROVIDER_KEY in state);
}

/** Pulumi's launcher of dynamic providers is given the engine's address; none: this process is another one. */
function addressOfEngine([, script = "", ...args]: readonly string[]): string {
  return /[\\/]cmd[\\/]dynamic-provider\b/.test(script) ? engineAddress(args) : "";
}

/** Inputs that were read back from the service, by a refresh, have no identity. */
function identityOf(inputs: Properties): string | undefined {
  const identity = inputs[IDENTITY_KEY];
  return typeof identity === "string" && !isUnknown(identity) ? identity : undefined;
}

/** The engine does not learn from a dynamic provider what has changed, so its own option has no effect. */
function isReplacedOnChange({ path }: Change, inputs: Properties): boolean {
  const patterns = inputs[REPLACE_ON_CHANGES_KEY];
  return Array.isArray(patterns) && patterns.some((pattern) => covers(String(pattern), path));
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
