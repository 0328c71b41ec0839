import type { LogEntry } from "../../emulator";
import type { Properties } from "../../provider/contract";
import type { Report } from "../model/engine";
import type { SentCredentials } from "../model/sentCredentials";
import type { Fault } from "./fault";
import type { Secrets } from "./secrets";
import type { World } from "./world";

/** A request of one operation or of several, met by faults: one column of the table. */
export interface Column {
  readonly name: string;
  /** In the table. */
  readonly title: string;
  /** The operations, each with the index of the request among its own. */
  readonly requests: readonly (readonly [string, number])[];
}

/** A column by its name, whose name its type knows. */
export function column<Name extends string>(name: Name, title: string, ...requests: Column["requests"]) {
  return { name, title, requests } satisfies Column;
}

/** One thing that a user does with a resource. */
export interface Operation<Place extends World, Held> {
  readonly title: string;
  /** The secrets that it handles. */
  readonly secrets: readonly string[];
  /** The requests it takes when nothing goes wrong. */
  readonly requests: readonly string[];
  /**
   * What the service holds after none, one, two … of these requests, `undefined` for nothing; after more, what it held
   * last.
   */
  readonly stages: readonly (Held | undefined)[];
  /** What is declared then; `undefined`: nothing, the stack is destroyed. */
  readonly declared: Properties | undefined;
  /** Brings about what it starts from. */
  readonly prepare: (world: Place) => Promise<Report>;
  readonly run: (world: Place) => Promise<Report>;
  /** The requests of the next command, where they are the same whatever came before. It is an `up --refresh` then. */
  readonly afterwards?: readonly string[];
}

/** The requests of the next command, of those of an operation and the index of the one that met a fault. */
export type Next = (requests: readonly string[], index: number) => readonly string[];

/** All of them, none, those from the faulted one on, and the faulted one with others after it. */
export const NEXT = {
  all: (requests) => requests,
  none: () => [],
  fromHere: (requests, index) => requests.slice(index),
} as const satisfies Record<string, Next>;

/** The faulted request, and others after it. */
export function thisAnd(...others: readonly string[]): Next {
  return (requests, index) => [...requests.slice(index, index + 1), ...others];
}

/** What a user finds after one request of an operation has met a fault. */
export interface Outcome {
  /** In the table. */
  readonly text: string;
  /** Below the table; outcomes with the same text have the same meaning to a user. */
  readonly meaning: string;
  /** How the command ends. `partial`: an error, with what was done recorded. */
  readonly ends: "well" | "error" | "partial";
  /**
   * What the service holds then: as if the operation had stopped before the request (`without`), as if it had stopped
   * after it (`with`), or all that is declared.
   */
  readonly service: "without" | "with" | "all";
  /** The requests of the next command, which meets no fault. */
  readonly next: Next;
  /** Before that, a command is refused, and its error says what else to declare. */
  readonly advised?: Advised;
  /** The command ends well, and what is recorded is what was recorded before. */
  readonly isOutdated?: true;
}

/** A command that changes nothing and ends with an error that names what to declare instead. */
export interface Advised {
  readonly requests: readonly string[];
  /** What a user declares who does what the message says. */
  readonly follow: (declared: Properties, message: string) => Properties;
}

/** How a request is told from the others of its service. */
export interface RequestPattern {
  readonly method: string;
  /** In the request log. */
  readonly path: RegExp;
  /** As the emulator's faults match it. */
  readonly match: string;
}

/** Everything that the matrix of faults knows of one kind of resource. */
export interface Matrix<Place extends World, Held> {
  readonly columns: readonly Column[];
  readonly operations: Readonly<Record<string, Operation<Place, Held>>>;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly faults: readonly Fault[];
  /** The requests of its API, by what the tables call them. */
  readonly requests: Readonly<Record<string, RequestPattern>>;
  /** The requests that may do harm when they are sent twice. */
  readonly unsafe: readonly string[];
  /** The requests that are repeated until their answer shows what is waited for: how often is not told. */
  readonly polled: readonly string[];
  readonly secrets: Secrets;
  /** The properties that hold secrets, which Pulumi masks. */
  readonly masked: readonly string[];
  readonly credentials: SentCredentials;
  /** Runs a test in a world of its own. */
  readonly inWorld: (test: (world: Place) => Promise<void>) => Promise<void>;
  /** The service holds exactly this of the resource, and everything else is untouched. */
  readonly expectHeld: (world: Place, held: Held | undefined) => Promise<void>;
  /** All is as declared: at the service, and in what was sent to it since the world began. */
  readonly expectDeclared: (world: Place, declared: Properties | undefined) => Promise<void>;
}

/** How the tables name a request. Throws for one that the API does not have. */
export function nameOf(
  { method, path }: LogEntry,
  requests: Readonly<Record<string, RequestPattern>>,
): string {
  const found = Object.entries(requests).find(
    ([, pattern]) => pattern.method === method && pattern.path.test(path),
  );
  if (found === undefined) throw new Error(`no request of this API: ${method} ${path}`);
  return found[0];
}
