import type { Engine } from "../engine/engine";
import type { Declarations } from "../file";
import { wasInterrupted } from "../report/interruption";
import type { ConnectionReport, StackReport } from "../report/schema";
import type { Shard } from "./shards";

/** Tells whoever waits how far a command is. */
export interface Progress {
  /** Work of this many stacks begins. */
  begin(what: string, stacks: number): void;
  /** A connection has come to its end. */
  connection(stack: string, name: string, failed: boolean): void;
  /** A stack has come to its end. */
  stack(name: string, ending: Ending): void;
  /** Something that should be known at once. */
  say(message: string): void;
  /** Nothing more is to come, until {@link begin}. */
  end(): void;
}

/** How the work on a stack has ended. */
export type Ending = "done" | "failed" | "interrupted";

/** What every command works with. */
export interface Context {
  readonly declarations: Declarations;
  readonly engine: Engine;
  /** The stacks that the command was asked to work on. */
  readonly shards: readonly Shard[];
  /** Every stack of the project. */
  readonly everyShard: readonly Shard[];
  /** The stacks that Pulumi has of this project, those included that no file of it could declare. */
  readonly existing: readonly string[];
  /** How many stacks are worked on at a time. */
  readonly parallel: number;
  readonly progress: Progress;
  readonly cancelled: AbortSignal;
}

/** A stack's part of a report, still empty. */
export function emptyStack({ name, declared }: Shard): StackReport {
  const { file, project } = declared ?? {};
  return {
    name,
    ...(file === undefined ? {} : { file }),
    ...(project === undefined ? {} : { project }),
    connections: [],
    errors: [],
    notes: [],
  };
}

/** Whether the stack, or a connection of it, failed. */
export function hasFailed({ errors, connections }: StackReport): boolean {
  return errors.length > 0 || connections.some(hasConnectionFailed);
}

/** How the work on a stack has ended, by its report. */
export function endingOf(report: StackReport): Ending {
  if (!hasFailed(report)) return "done";
  return wasInterrupted(report) && !report.connections.some(hasConnectionFailed) ? "interrupted" : "failed";
}

/** Whether a connection failed; not every failure says why. */
export function hasConnectionFailed({ error, outcome }: ConnectionReport): boolean {
  return error !== undefined || outcome === "failed";
}
