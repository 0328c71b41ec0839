import { isDeepStrictEqual } from "node:util";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** One field of a resource that a step changes. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What Pulumi does, or would do, to one resource. */
export interface ResourceChange {
  readonly name: string;
  readonly op: string;
  /** For updates only: the inputs that differ. */
  readonly fields: readonly FieldChange[];
}

/** What one Pulumi command reported. */
export interface Report {
  /** As one would type it. */
  readonly command: string;
  readonly exitCode: number;
  readonly seconds: number;
  readonly changes: readonly ResourceChange[];
  readonly unchanged: number;
  readonly errors: readonly string[];
}

const CONNECTIONS = ["sigsentry:RepoConnection", "coregit:Connection"];
const CHANGING = ["create", "update", "delete", "replace"];

/** Pulumi leaves properties that start so out of what it shows. */
const INTERNAL = "__";

/** What the engine's events say of repo connections. */
export function readEvents(events: readonly EngineEvent[]): Pick<Report, "changes" | "unchanged" | "errors"> {
  const steps = events
    .map((event) => event.resourcePreEvent?.metadata)
    .filter((step) => step !== undefined)
    .filter(({ type }) => CONNECTIONS.some((name) => type.endsWith(name)));
  return {
    changes: steps.filter((step) => CHANGING.includes(step.op)).map(changeOf),
    unchanged: steps.filter((step) => step.op === "same").length,
    errors: events
      .map((event) => event.diagnosticEvent)
      .filter((diagnostic) => diagnostic?.severity === "error")
      .map((diagnostic) => (diagnostic?.message ?? "").trim()),
  };
}

function changeOf(step: StepEventMetadata): ResourceChange {
  const name = step.urn.split("::").at(-1) ?? step.urn;
  const fields = step.op === "update" ? fieldChanges(step.old?.inputs ?? {}, step.new?.inputs ?? {}) : [];
  return { name, op: step.op, fields };
}

function fieldChanges(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): FieldChange[] {
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return fields
    .filter((field) => !field.startsWith(INTERNAL) && !isDeepStrictEqual(from[field], to[field]))
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

/** Reads the engine's events, one JSON object a line; lines that are none (a crash, a warning) are passed over. */
export function parseEvents(output: string): EngineEvent[] {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
