import type { Emulator, FaultRuleInput } from "../../../emulator";
import type { Properties } from "../../../provider/contract";

/** The emulated services, as far as a history needs them. */
export type Services = Pick<Emulator, "apiKey" | "control" | "coregit" | "projectId">;

/** What the state holds of one resource. */
export interface Recorded {
  readonly id: string;
  readonly outputs: Properties;
  /** It was deleted for a replacement that has not been made yet. */
  readonly pendingReplacement: boolean;
}

/** One resource of the program, as it is declared now. */
export interface Resource {
  readonly name: string;
  /** The arguments, given how a token is written that is written out; `undefined`: it is not declared. */
  readonly argumentsOf: ((literal: string) => Properties) | undefined;
  /** The environment variable that holds the token, and the token; it has none when its own is kept. */
  readonly variable: string;
  readonly token: string | undefined;
}

/** The request that is met: the nth of a command, or the nth of its sort. */
export interface Moment {
  readonly nth: number;
  readonly sort: { readonly method: string; readonly path?: string; readonly nth: number } | undefined;
}

/** The engine and all that it has started is killed while the answer to a request is awaited. */
export interface Kill extends Moment {
  /** Whether the request is carried out. */
  readonly when: "before" | "after";
  /** By resource: whether what was finished was recorded. Only a model can choose; a real engine has or has not. */
  readonly kept: readonly boolean[];
}

/** How an `up` runs. */
export interface Circumstances {
  readonly refresh: boolean;
  readonly faults: readonly FaultRuleInput[];
  readonly kill?: Kill | undefined;
  /** How many operations run at once, with 1 in the same order each time. The model runs all: its slots are few. */
  readonly parallel?: 1 | 16;
  /** Whether differences are to be shown, on an engine that shows any. */
  readonly details?: boolean;
}

/** Something that may be uncertain: it is certain now, or not any more, or as it was before the command. */
export type Doubt = "settled" | "open" | "as before";

/** An engine does not tell what it has begun; it may have been what nobody knows at the service. */
export type CreationDoubt = Doubt | "open if something is unknown";

/** What a command came to for one resource. */
export interface Result {
  readonly recorded: Recorded | undefined;
  /** What the error says. */
  readonly failure: string | undefined;
  readonly creation: CreationDoubt;
  readonly token: Doubt;
}

/** What a command came to. */
export interface Ended {
  /** A few words for the journal. */
  readonly how: string;
  /** By the resources' names. */
  readonly results: ReadonlyMap<string, Result>;
  /** What somebody can read of it: output, state, errors; by what it is. */
  readonly shown: Readonly<Record<string, string>>;
}

/** What runs a program: a model of Pulumi's engine, or the engine. */
export interface Driver {
  readonly services: Services;
  /** Whether connections may look the same. Each that is asked about costs two more commands. */
  readonly sharesLooks: boolean;
  /** Whether commands are so cheap that one more can make sure that what was just written is read as well. */
  readonly isCheap: boolean;
  /** The state's outputs show secrets to the test, and so can be compared. */
  readonly readsSecrets: boolean;
  /** How long the provider believes that a read may not show what was written, in milliseconds. */
  readonly patienceMs: number;
  /** The most that reads lag, in milliseconds. */
  readonly maxLagMs: number;

  /** `pulumi up`. */
  up(program: readonly Resource[], circumstances: Circumstances): Promise<Ended>;
  /** `pulumi refresh`. */
  refresh(program: readonly Resource[], faults: readonly FaultRuleInput[]): Promise<Ended>;
  /** Finds that there is nothing to do; returns what was shown. */
  expectNothingToDo(program: readonly Resource[]): Promise<Ended["shown"]>;
  /** Goes on as another machine, which remembers nothing. */
  forget(): Promise<void>;
  /** Everything that was written to files so far, at the end of a history. */
  written(): Promise<Readonly<Record<string, string>>>;
}
