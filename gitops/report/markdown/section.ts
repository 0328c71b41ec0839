import type { ConnectionReport, StackReport } from "../schema";
import { type ShownChange, showChange } from "../values";
import { endedAfterAll, erredAfterwards, isNoteworthy, saysNothing, stateOf, symbolOf } from "../words";
import { block, code } from "./escape";

/** One stack: what differs as a table, what went wrong, and what did not change, folded or only counted. */
export function renderSection(stack: StackReport, withUnchanged: boolean): string {
  const changed = stack.connections.filter(isNoteworthy);
  const unchanged = stack.connections.filter((connection) => !isNoteworthy(connection));
  return [
    renderHeading(stack),
    ...stack.errors.map((error) =>
      caution(
        endedAfterAll(stack) ? "Everything was done; then there was an error." : "The stack failed.",
        error,
      ),
    ),
    ...(changed.length > 0 ? [renderChanges(changed)] : []),
    ...changed.flatMap(renderError),
    ...stack.notes.map((note) => `Note:\n${block(note)}`),
    ...renderUnchanged(unchanged, withUnchanged),
    ...(saysNothing(stack) ? ["No connections."] : []),
  ].join("\n\n");
}

function renderHeading({ name, file, project }: StackReport): string {
  const origin = file === undefined ? "no file declares it any more" : code(file);
  const details = project === undefined ? origin : `${origin}, project ${code(project)}`;
  return `### ${code(name)}\n\n${details}`;
}

function renderChanges(connections: readonly ConnectionReport[]): string {
  return [
    "| | Connection | Result | Of | Differences |",
    "| --- | --- | --- | --- | --- |",
    ...connections.map(
      (connection) =>
        `| ${symbolOf(connection)} | ${code(connection.name)} | ${stateOf(connection)} | ` +
        `${describe(connection)} | ${connection.fields.map(showChange).map(renderChange).join("<br>")} |`,
    ),
  ].join("\n");
}

/** What kind of connection it is, to which host, and its id. */
function describe({ kind, host, id }: ConnectionReport): string {
  return [kind, code(host), ...(id === undefined ? [] : [code(id)])].join(" ");
}

function renderChange(change: ShownChange): string {
  const path = code(change.path);
  switch (change.form) {
    case "replaced":
      return `${path} ${code(change.from)} → ${code(change.to)}`;
    case "set":
      return [
        path,
        ...change.added.map((value) => `+ ${code(value)}`),
        ...change.removed.map((value) => `− ${code(value)}`),
      ].join(" ");
    case "changed":
      return `${path} changed`;
  }
}

function renderError(connection: ConnectionReport): string[] {
  const { name, error } = connection;
  const what = erredAfterwards(connection) ? `${stateOf(connection)}.` : "failed.";
  return error === undefined ? [] : [caution(`${code(name)} ${what}`, error)];
}

function caution(sentence: string, message: string): string {
  return `> [!CAUTION]\n> ${sentence}\n> ${block(message)}`;
}

function renderUnchanged(connections: readonly ConnectionReport[], asTable: boolean): string[] {
  if (connections.length === 0) return [];
  if (!asTable) return [`${connections.length} unchanged`];
  return [
    [
      `<details><summary>${connections.length} unchanged</summary>`,
      "",
      "| Connection | Of |",
      "| --- | --- |",
      ...connections.map((connection) => `| ${code(connection.name)} | ${describe(connection)} |`),
      "",
      "</details>",
    ].join("\n"),
  ];
}
