/**
 * The contract at which hosts and kinds of resource meet. A host (Pulumi's dynamic provider today) translates
 * the engine's calls into these; a kind (`provider/sigsentry/`) implements them against its service. Nothing
 * here, and nothing behind it, knows which host is calling.
 */

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

/** What separates the recorded state from the declared inputs. */
export interface Difference {
  /** The properties that differ; none: nothing to do. */
  readonly changed: readonly string[];
  /** Those of them that only a replacement can change; the old resource is deleted first. */
  readonly replacing: readonly string[];
  /** What a user should know of the update and no property shows. */
  readonly notes: readonly string[];
}

/** What `create` answers. */
export interface Created {
  readonly id: string;
  readonly state: Properties;
}

/** What the service holds, as state and as the inputs that would declare it. */
export interface Reading {
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
  /** Which of its fields are not as they should be. */
  readonly reason: string;
}

/** Everything that exists in a project. What cannot be read keeps nobody from the rest. */
export interface Inventory {
  readonly listed: readonly Listed[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * The life of one kind of resource. `inputs` are what `check` answered; `state` is what the last operation
 * recorded, perhaps with an earlier version of the package.
 *
 * Every method but `check` and `diff` may send requests, and throws an error that says what to do when the
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
   * Creates the resource, once: a repetition with the same identity and inputs, in another process even, finds
   * what an earlier attempt made. Throws {@link PartialFailure} when it exists but is not yet as declared.
   *
   * @param identity as `check` got it; that of a replacement where the one of the resource may still be there.
   */
  create(inputs: Properties, identity: string): Promise<Created>;
  /** Reads the resource; `undefined` only when the service has confirmed that it does not exist. */
  read(id: string, state: Properties): Promise<Reading | undefined>;
  /** Brings the resource from `state` to `inputs`. Throws {@link PartialFailure} when only part of it was done. */
  update(id: string, state: Properties, inputs: Properties): Promise<Properties>;
  /** Deletes the resource; one that is already gone counts as deleted. */
  delete(id: string, state: Properties): Promise<void>;
  /** Lists what exists in the project that the settings name. */
  list(): Promise<Inventory>;
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
