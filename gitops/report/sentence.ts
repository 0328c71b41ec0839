import type { Change, ConnectionReport, Report } from "./schema";
import { CHANGE_WORDS, count, hasFailed, isNoteworthy } from "./words";

interface CommandWords {
  readonly lead: string;
  /** What is said where nothing differs. */
  readonly clean: string;
  /** What then holds for one connection, and for several. */
  readonly holds: readonly [one: string, several: string];
  readonly adopted: string;
}

const DECLARED = ["is as declared", "are as declared"] as const;
const LEFT = ["stays as it is", "stay as they are"] as const;
const ADOPTED = "taken over";
const FOUND = "found and written to the file, for the next apply to take over";

const WORDS: Readonly<Record<Report["command"], CommandWords>> = {
  plan: { lead: "Plan", clean: "Nothing to change", holds: DECLARED, adopted: ADOPTED },
  apply: { lead: "Apply", clean: "Nothing to do", holds: DECLARED, adopted: ADOPTED },
  drift: {
    lead: "Drift",
    clean: "No drift",
    holds: ["is as it should be", "are as they should be"],
    adopted: ADOPTED,
  },
  import: { lead: "Import", clean: "Nothing to import", holds: DECLARED, adopted: FOUND },
  rotate: { lead: "Rotation", clean: "Nothing to rotate", holds: LEFT, adopted: ADOPTED },
  destroy: { lead: "Deletion", clean: "Nothing to delete", holds: LEFT, adopted: ADOPTED },
};

/** In which order changes are told; what is taken over is told apart. */
const ORDER = ["create", "update", "replace", "delete", "drifted", "gone"] as const;

/**
 * The result in one sentence, without a full stop. It is made of the words of this module and of numbers only, so
 * it needs no escaping anywhere.
 */
export function summarySentence(report: Report): string {
  if (report.error !== undefined) return "Nothing was done: the command failed";
  const connections = report.stacks.flatMap((stack) => stack.connections);
  const { clean, adopted } = WORDS[report.command];
  const lead = leadOf(report.command, connections);
  const failures = describeFailures(report, connections);
  if (connections.some(isNoteworthy)) {
    const changes = describeChanges(report, connections);
    const parts = [changes, describeAdoptions(connections, adopted), ...failures].filter(Boolean);
    return report.command === "drift" ? parts.join("; ") : `${lead}: ${parts.join("; ")}`;
  }
  if (failures.length > 0)
    return `${lead}: ${[...failures, describeRest(report)].filter(Boolean).join("; ")}`;
  // An import lists what it found, and nothing else.
  if (report.command === "import") return `${clean}: what a file can declare is managed or declared already`;
  return `${clean}: ${describeRest(report) || "there are no connections"}`;
}

/** How a sentence that tells of changes begins; that something was applied is said where it was. */
function leadOf(command: Report["command"], connections: readonly ConnectionReport[]): string {
  const isApplied = command === "apply" && connections.some(({ outcome }) => outcome === "done");
  return isApplied ? "Applied" : WORDS[command].lead;
}

/** "29 connections in 3 stacks are as declared"; of stacks that failed nothing is claimed. */
function describeRest(report: Report): string {
  const stacks = report.stacks.filter((stack) => stack.errors.length === 0);
  const number = stacks.reduce((sum, stack) => sum + stack.connections.length, 0);
  if (number === 0) return "";
  const [one, several] = WORDS[report.command].holds;
  const connections = count(number, "connection");
  return `${connections} in ${count(stacks.length, "stack")} ${number === 1 ? one : several}`;
}

/** "2 to create, 1 to change"; of drift also how many did not change. */
function describeChanges(report: Report, connections: readonly ConnectionReport[]): string {
  const changes = ORDER.flatMap((change) => describeChange(change, connections));
  if (report.command !== "drift") return changes.join(", ");
  const same = connections.filter((connection) => !isNoteworthy(connection)).length;
  return [...changes, `${same} as they should be`, `in ${count(report.stacks.length, "stack")}`].join(", ");
}

function describeChange(change: Change, connections: readonly ConnectionReport[]): string[] {
  const { planned, done } = counted(change, connections);
  const words = CHANGE_WORDS[change];
  // Some have one word for both, and then one number.
  if (words.planned === words.done) {
    return planned.length + done.length > 0 ? [`${planned.length + done.length} ${words.done}`] : [];
  }
  return [
    ...(done.length > 0 ? [`${done.length} ${words.done}`] : []),
    ...(planned.length > 0 ? [`${planned.length} ${words.planned}`] : []),
  ];
}

/** "3 taken over, of which 1 changes". */
function describeAdoptions(connections: readonly ConnectionReport[], adopted: string): string {
  const { planned, done } = counted("adopt", connections);
  const all = [...planned, ...done];
  if (all.length === 0) return "";
  const changed = all.filter((connection) => connection.fields.length > 0).length;
  const verb = done.length > 0 ? "changed" : changed === 1 ? "changes" : "change";
  return `${all.length} ${adopted}${changed > 0 ? `, of which ${changed} ${verb}` : ""}`;
}

/** The connections with a change that did not fail, by whether it is done; those not tried count nowhere here. */
function counted(change: Change, connections: readonly ConnectionReport[]) {
  const all = connections.filter((connection) => connection.change === change && !hasFailed(connection));
  return {
    planned: all.filter((connection) => connection.outcome === undefined),
    done: all.filter((connection) => connection.outcome === "done"),
  };
}

function describeFailures(report: Report, connections: readonly ConnectionReport[]): string[] {
  const failed = connections.filter(hasFailed).length;
  const skipped = connections.filter((each) => each.outcome === "skipped" && !hasFailed(each)).length;
  const stacks = report.stacks.filter((stack) => stack.errors.length > 0).length;
  return [
    ...(failed > 0 ? [`${count(failed, "connection")} failed`] : []),
    ...(stacks > 0 ? [`${count(stacks, "stack")} failed`] : []),
    ...(skipped > 0 ? [`${skipped} not tried`] : []),
  ];
}
