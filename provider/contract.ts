/**
 * The contract at which hosts and kinds of resource meet. A host (Pulumi's dynamic provider for Node, the command
 * line) translates its caller's wishes into these; a kind (`provider/sigsentry/`) implements them against its service.
 * Nothing here, and nothing behind it, knows which host is calling.
 */

import type { Paces } from "./http/pacing";

/** Stands in a property, at any depth, for a value that is not known yet: an output of something to be created. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A resource's properties as they cross the contract: plain JSON values, or {@link UNKNOWN} where a preview sees no value. */
export type Properties = Readonly<Record<string, unknown>>;

/** One reason why inputs are refused. */
export interface Problem {
  /** Where, as one writes it in a program: `serviceMappings[0].repo`; empty for the resource as a whole. */
  readonly path: string;
  /** What was found (never a secret), what is allowed and what to do. */
  readonly message: string;
}

/** What `check` answers: the inputs in their normal form, and everything that is wrong with them. */
export interface Checked {
  readonly inputs: Properties;
  readonly problems: readonly Problem[];
}

/** An entry of a list: where it stands there, and what tells it from the others. */
export interface Entry {
  readonly index: number;
  readonly key: string;
}

/** Where something stands in properties: `["serviceMappings", { index: 0, key: "api, acme/a" }, "pathPrefix"]`. */
export type PropertyPath = readonly (string | Entry)[];

/** One place in which the declared inputs differ from the recorded state. */
export interface Change {
  /** Where it is declared; of a deletion, where it was. */
  readonly path: PropertyPath;
  /** Where it was: an entry of a list may have moved. Absent for an addition. */
  readonly was?: PropertyPath;
  readonly kind: "add" | "update" | "delete";
  /** Whether only a replacement can change it; the old resource is deleted first. */
  readonly replaces: boolean;
  /** `state`: what is declared does not differ from what was; only the record, or the service, tells of something to do. */
  readonly of: "input" | "state";
}

/** What separates the recorded state from the declared inputs. */
export interface Difference {
  /** None: nothing to do. */
  readonly changes: readonly Change[];
  /** What a user should know of the update and no property shows. */
  readonly notes: readonly Note[];
}

/** How much a user should care: `debug` is for whoever looks for a mistake of this package's. */
export type Severity = "debug" | "info" | "warning";

/** Something that a user should know. */
export interface Note {
  readonly severity: Severity;
  readonly message: string;
  /** The connection that it is about, where the message does not name it. */
  readonly id?: string;
}

/** Shows the user something while an operation runs. */
export type Log = (note: Note) => void;

/** What `create` answers. */
export interface Created {
  readonly id: string;
  readonly state: Properties;
  /** Set where it was there before: an earlier run made it, and perhaps could not record it. */
  readonly wasThere?: true;
}

/** What the service holds, as state and as the inputs that would declare it. */
export interface Reading {
  /** As the state is to record it: an import may have named it in a longer form. */
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

/** One resource that exists at the service, managed or not. */
export interface Listed {
  readonly id: string;
  readonly state: Properties;
}

/** Something that exists at the service, in a form that this version cannot manage. */
export interface Unreadable {
  /** `undefined` where not even that can be read. */
  readonly id: string | undefined;
  /** Which fields are not as they should be. */
  readonly reason: string;
}

/** Everything that exists in a project. What cannot be read keeps nobody from the rest. */
export interface Inventory {
  readonly listed: readonly Listed[];
  readonly unreadable: readonly Unreadable[];
}

/** What a service's test of the credentials that it holds has shown. */
export interface Tested {
  /** `false` is ambiguous: the code host may have been down. */
  readonly valid: boolean;
  /** Whose credentials they are; absent where the service does not tell. */
  readonly username?: string;
  /** Why they are not valid, in the service's words, without secrets. */
  readonly error?: string;
  /** When they were tested, ISO 8601. */
  readonly checkedAt: string;
}

/** Looks one key of a configuration up; the key has its namespace: `sigsentry:apiKey`. */
export type Config = (key: string) => string | undefined;

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings and references are looked up: whoever declares them has an environment and a folder, not the process. */
export interface Place {
  readonly environment: Environment;
  /** In which a relative path starts: the project's. */
  readonly folder: string;
}

/** What a host gives to whatever it opens. */
export interface Context {
  /** Fires when the user cancels: nothing new is begun then, and no wait goes on. */
  readonly cancelled: AbortSignal;
  readonly log: Log;
  /** Where settings and references (`env`, `file`) are looked up. */
  readonly place: Place;
  /**
   * The same object for all that a host opens for one operation: so two resources cannot stand for one connection, though
   * they belong to two configurations of a service.
   */
  readonly scope: Scope;
}

/** One operation of a user's. */
export interface Scope {
  /** Names it, the same in every process that works on it on this machine; absent: this process is the only one. */
  readonly run?: string;
  /** Kept together with other operations, where a host has several under way. Default: each configuration keeps its own. */
  readonly paces?: Paces;
}

/** One kind of resource. */
export interface Kind {
  /** Names the service: the namespace of its settings. */
  readonly name: string;
  /** The properties that hold secrets, of inputs and of state: the host marks them, wherever they stand. */
  readonly secrets: readonly string[];
  /** Everything that is wrong with a configuration. Sends nothing. */
  checkConfig(config: Config, place: Place): readonly Problem[];
  /** What separates two configurations. No difference replaces what they manage: a connection is its id's. */
  diffConfig(old: Config, next: Config): readonly Change[];
  /**
   * Opens a configuration, as many as are wanted in one process. One that is wrong is opened too: then every operation
   * says what is wrong.
   */
  open(config: Config, context: Context): Lifecycle;
}

/** What a host may ask of an operation. */
export interface OperationOptions {
  /**
   * How long it may take, in milliseconds, more than 0. When that time is up, nothing is waited for any longer, and the
   * operation fails as after a lost answer: what may have been done is found again, or sent again, by the next one.
   * Default: as long as it takes.
   */
  readonly timeoutMs?: number;
}

/** What a host may ask of a creation. */
export interface CreationOptions extends OperationOptions {
  /** Whether the resource that the new one replaces is still there: it must not be taken for the new one. */
  readonly isOldThere?: boolean;
}

/**
 * The life of the resources of one kind, by one configuration. `inputs` are what `check` answered; `state` is what the
 * last operation recorded, perhaps with an earlier version of the package.
 *
 * Every method but `check`, `diff` and `preview` may send requests, and throws an error that says what to do when the
 * service's answer is not the one hoped for. No value is {@link UNKNOWN} there.
 */
export interface Lifecycle {
  /** The properties that hold secrets, of inputs and of state: the host marks them, wherever they stand. */
  readonly secrets: readonly string[];
  /**
   * Checks and normalises declared inputs. Sends nothing. `olds` are the inputs of the last update, if any.
   *
   * @param identity tells this resource from every other, the same in every process; at most a base64url text.
   */
  check(news: Properties, olds: Properties, identity: string | undefined): Checked;
  /**
   * Compares recorded state with checked inputs, which may hold {@link UNKNOWN}. Sends nothing. Throws where what
   * is declared can never be reached from what is recorded.
   *
   * @param identity as `check` got it; `undefined` where inputs are compared that no program declared.
   */
  diff(id: string, state: Properties, inputs: Properties, identity: string | undefined): Difference;
  /**
   * The state that an operation will leave, with {@link UNKNOWN} for what only the operation shows. Sends nothing.
   *
   * @param state as `diff` got it; `undefined`: the resource is to be created, or taken over.
   */
  preview(inputs: Properties, state: Properties | undefined): Properties;
  /**
   * Creates the resource, once: a repetition with the same identity and inputs, in another process even, finds
   * what an earlier attempt made. Throws {@link PartialFailure} when it exists but is not yet as declared.
   *
   * @param identity as `check` got it. Without one the resource is like no other, and its creation cannot be found again.
   */
  create(inputs: Properties, identity: string | undefined, options?: CreationOptions): Promise<Created>;
  /**
   * Reads the resource; `undefined` only when the service has confirmed that it does not exist.
   *
   * @param id of an import it may be in a longer form, which names the project too: `project/id`.
   * @param state `undefined`: nothing is recorded; the resource is imported.
   */
  read(id: string, state: Properties | undefined, options?: OperationOptions): Promise<Reading | undefined>;
  /** Brings the resource from `state` to `inputs`. Throws {@link PartialFailure} when only part of it was done. */
  update(id: string, state: Properties, inputs: Properties, options?: OperationOptions): Promise<Properties>;
  /** Deletes the resource; one that is already gone counts as deleted. */
  delete(id: string, state: Properties, options?: OperationOptions): Promise<void>;
  /**
   * Lists what exists.
   *
   * @param query fields that what is listed must have, by their values; `projectId` names the project that is asked.
   *   Default: everything in the configured one.
   */
  list(query?: Properties): Promise<Inventory>;
  /**
   * Has the service try the credentials that it holds for a resource; `undefined`: it has no test.
   *
   * @throws Error when it says that there is no such resource.
   */
  test(id: string): Promise<Tested | undefined>;
  /** Removes every secret this lifecycle has met from a text that is about to be shown. */
  redact(text: string): string;
}

/** Part of an operation was done: the host records `state` for `id`, and the next update finishes the job. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";

  constructor(
    readonly id: string,
    readonly state: Properties,
    /** What is left, and what to do. */
    message: string,
    /** Why it was not done; its message follows. */
    cause: unknown,
  ) {
    super(`${message} ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
