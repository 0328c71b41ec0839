import { wasInterrupted } from "./interruption";
import { inventorySentence, isInventory } from "./inventory";
import type { Change, ConnectionReport, Report, StackReport } from "./schema";
import { CHANGE_WORDS, count, endedAfterAll, erredAfterwards, hasFailed, isNoteworthy } from "./words";

interface CommandWords {
  readonly lead: string;
  /** What is said where nothing differs. */
  readonly clean: string;
  /** What then holds for one connection, and for several. */
  readonly holds: readonly [one: string, several: string];
  /** What then holds where there is no connection at all. */
  readonly none: string;
}

const DECLARED = ["is as declared", "are as declared"] as const;
const LEFT = ["stays as it is", "stay as they are"] as const;
const EXPECTED = ["is as it should be", "are as they should be"] as const;
const NO_CONNECTIONS = "there are no connections";
const NOT_MANAGED = "no connection is managed yet";

const WORDS: Readonly<Record<Report["command"], CommandWords>> = {
  plan: { lead: "Plan", clean: "Nothing to change", holds: DECLARED, none: NO_CONNECTIONS },
  apply: { lead: "Apply", clean: "Nothing to do", holds: DECLARED, none: NO_CONNECTIONS },
  drift: { lead: "Drift", clean: "No drift", holds: EXPECTED, none: NOT_MANAGED },
  import: { lead: "Import", clean: "Nothing to import", holds: DECLARED, none: NO_CONNECTIONS },
  rotate: { lead: "Rotation", clean: "Nothing to rotate", holds: LEFT, none: NO_CONNECTIONS },
  list: { lead: "List", clean: "", holds: LEFT, none: NO_CONNECTIONS },
  show: { lead: "Show", clean: "", holds: LEFT, none: NO_CONNECTIONS },
  destroy: { lead: "Deletion", clean: "Nothing to delete", holds: LEFT, none: NOT_MANAGED },
};

/** In which order changes are told; what is taken over is told apart. */
const ORDER = ["create", "rename", "update", "replace", "delete", "drifted", "gone"] as const;

/**
 * The result in one sentence, without a full stop. It is made of the words of this module and of numbers only, so
 * it needs no escaping anywhere.
 */
export function summarySentence(report: Report): string {
  if (report.error !== undefined) return "Nothing was done: the command failed";
  if (isInventory(report)) return inventorySentence(report);
  const connections = report.stacks.flatMap((stack) => stack.connections);
  const { clean, none } = WORDS[report.command];
  const lead = leadOf(report.command, connections);
  const failures = describeFailures(report, connections);
  if (connections.some(isNoteworthy)) {
    const changes = describeChanges(report, connections);
    const parts = [changes, ...describeAdoptions(report.command, connections), ...failures].filter(Boolean);
    return report.command === "drift" ? parts.join("; ") : `${lead}: ${parts.join("; ")}`;
  }
  const rest = describeRest(report);
  if (failures.length > 0) return `${lead}: ${[...failures, ...rest].join("; ")}`;
  // An import lists what it found, and nothing else.
  if (report.command === "import") return `${clean}: what a file can declare is managed or declared already`;
  return `${clean}: ${rest.join("; ") || none}`;
}

/** How a sentence that tells of changes begins; that something was applied is said where it was. */
function leadOf(command: Report["command"], connections: readonly ConnectionReport[]): string {
  const isApplied = command === "apply" && connections.some(({ outcome }) => outcome === "done");
  return isApplied ? "Applied" : WORDS[command].lead;
}

/** "29 connections in 3 stacks are as declared"; of stacks that failed nothing is claimed. */
function describeRest(report: Report): string[] {
  const stacks = report.stacks.filter((stack) => stack.errors.length === 0);
  const isOfFile = (stack: StackReport) =>
    stack.file !== undefined || WORDS[report.command].holds !== DECLARED;
  return [
    ...holding(stacks.filter(isOfFile), "", WORDS[report.command].holds),
    ...holding(
      stacks.filter((stack) => !isOfFile(stack) && stack.connections.length > 0),
      " that no file declares any more",
      LEFT,
    ),
  ];
}

function holding(
  stacks: readonly StackReport[],
  which: string,
  [one, several]: CommandWords["holds"],
): string[] {
  const number = stacks.reduce((sum, stack) => sum + stack.connections.length, 0);
  if (number === 0) return [];
  const where = count(stacks.length, "stack");
  return [`${count(number, "connection")} in ${where}${which} ${number === 1 ? one : several}`];
}

/** "2 to create, 1 to change"; of drift also how many did not change. */
function describeChanges(report: Report, connections: readonly ConnectionReport[]): string {
  const changes = ORDER.flatMap((change) => describeChange(change, connections));
  if (report.command !== "drift") return changes.join(", ");
  const same = connections.filter((connection) => !isNoteworthy(connection)).length;
  const read = report.stacks.filter((stack) => stack.errors.length === 0 || stack.connections.length > 0);
  return [
    ...changes,
    ...(same > 0 ? [`${same} as ${same === 1 ? "it" : "they"} should be`] : []),
    ...(changes.length + same > 0 ? [`in ${count(read.length, "stack")}`] : []),
  ].join(", ");
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

/** "3 to take over (1 with changes)"; an import has only written down what is there. */
function describeAdoptions(command: Report["command"], connections: readonly ConnectionReport[]): string[] {
  const { planned, done } = counted("adopt", connections);
  if (command === "import")
    return planned.length === 0 ? [] : [`${planned.length} found and written to the file`];
  const words = CHANGE_WORDS.adopt;
  return [...describeAdopted(done, words.done), ...describeAdopted(planned, words.planned)];
}

function describeAdopted(connections: readonly ConnectionReport[], words: string): string[] {
  const changed = connections.filter(({ fields }) => fields.length > 0).length;
  const details = changed === 0 ? "" : ` (${changed} with changes)`;
  return connections.length === 0 ? [] : [`${connections.length} ${words}${details}`];
}

/** The connections with a change, by whether it is done; those that failed or were not tried count nowhere here. */
function counted(change: Change, connections: readonly ConnectionReport[]) {
  const all = connections.filter((connection) => connection.change === change);
  return {
    planned: all.filter((connection) => connection.outcome === undefined && !hasFailed(connection)),
    done: all.filter((connection) => connection.outcome === "done"),
  };
}

function describeFailures(report: Report, connections: readonly ConnectionReport[]): string[] {
  const after = connections.filter(erredAfterwards).length;
  const failed = connections.filter(hasFailed).length - after;
  const skipped = connections.filter((each) => each.outcome === "skipped" && !hasFailed(each)).length;
  const erring = report.stacks.filter((stack) => stack.errors.length > 0);
  const interrupted = erring.filter(wasInterrupted).length;
  const ended = erring.filter((stack) => endedAfterAll(stack) && !wasInterrupted(stack)).length;
  const stacks = erring.length - interrupted - ended;
  return [
    ...(after > 0 ? [`${after} with an error afterwards`] : []),
    ...(failed > 0 ? [`${count(failed, "connection")} failed`] : []),
    ...(stacks > 0 ? [`${count(stacks, "stack")} failed`] : []),
    ...(interrupted > 0 ? [`${count(interrupted, "stack")} interrupted`] : []),
    ...(ended > 0 ? [`${count(ended, "stack")} ended with an error after that`] : []),
    ...(skipped > 0 ? [`${skipped} not tried`] : []),
  ];
}
