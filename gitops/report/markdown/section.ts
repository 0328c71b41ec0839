import { SERVICE_NAMES } from "../../../provider/kinds/names";
import { unusualAddresses } from "../addresses";
import { allFacts, type Fact, factsOf, isWhole } from "../facts";
import { wasInterrupted } from "../interruption";
import { healthOf, isInventory } from "../inventory";
import type { ConnectionReport, Report, StackReport } from "../schema";
import { type ShownChange, showChange, showValue } from "../values";
import {
  count,
  endedAfterAll,
  erredAfterwards,
  isNoteworthy,
  saysNothing,
  stateOf,
  symbolOf,
} from "../words";
import { block, code } from "./escape";

/** How much of a stack there is room for. */
export interface Extent {
  readonly report: Report;
  /** What is created, taken over or deleted, with all its fields; folded. */
  readonly facts: boolean;
  /** The names of what did not change, folded; otherwise it is only counted. */
  readonly unchanged: boolean;
}

/** One stack: what differs as a table, what went wrong, and what did not change, folded or only counted. */
export function renderSection(stack: StackReport, extent: Extent): string {
  const { report, facts } = extent;
  if (isInventory(report)) return renderInventory(stack, report, facts);
  const changed = stack.connections.filter(isNoteworthy);
  const unchanged = stack.connections.filter((connection) => !isNoteworthy(connection));
  return [
    renderHeading(stack),
    ...stack.errors.map((error) => caution(headOf(stack), error)),
    ...(changed.length > 0 ? [renderChanges(changed)] : []),
    ...(facts ? renderFacts(changed, (one) => factsOf(one, report.at)) : []),
    ...changed.flatMap(renderError),
    ...stack.notes.map((note) => `Note:\n${block(note)}`),
    ...renderUnchanged(unchanged, extent.unchanged),
    ...(saysNothing(stack) ? ["No connections."] : []),
  ].join("\n\n");
}

/** What there is of a stack, whether it differs or not. */
function renderInventory(stack: StackReport, { command, at }: Report, facts: boolean): string {
  const { connections } = stack;
  return [
    renderHeading(stack),
    ...stack.errors.map((error) => caution(headOf(stack), error)),
    [
      "| Connection | Of | Health |",
      "| --- | --- | --- |",
      ...connections.map((one) => `| ${code(one.name)} | ${describe(one)} | ${healthOf(one, at)} |`),
    ].join("\n"),
    ...(command === "show" && facts ? renderFacts(connections, (one) => allFacts(one, at)) : []),
  ].join("\n\n");
}

/** What is said above the errors of a stack. */
function headOf(stack: StackReport): string {
  if (wasInterrupted(stack)) return "The stack was interrupted.";
  return endedAfterAll(stack) ? "Everything was done; then there was an error." : "The stack failed.";
}

function renderHeading(stack: StackReport): string {
  const { name, file, project } = stack;
  const origin = file === undefined ? "no file declares it any more" : code(file);
  const details = project === undefined ? origin : `${origin}, project ${code(project)}`;
  const addresses = unusualAddresses(stack).map(({ kind, url }) => `${SERVICE_NAMES[kind]} at ${code(url)}`);
  return [`### ${code(name)}`, details, ...(addresses.length > 0 ? [addresses.join(", ")] : [])].join("\n\n");
}

function renderChanges(connections: readonly ConnectionReport[]): string {
  return [
    "| | Connection | Result | Of | Differences |",
    "| --- | --- | --- | --- | --- |",
    ...connections.map(
      (connection) =>
        `| ${symbolOf(connection)} | ${code(connection.name)} | ${stateOf(connection)} | ` +
        `${describe(connection)} | ${renderDifferences(connection)} |`,
    ),
  ].join("\n");
}

/** What kind of connection it is, to which host, and its id. */
function describe({ kind, host, id }: ConnectionReport): string {
  return [kind, code(host), ...(id === undefined ? [] : [code(id)])].join(" ");
}

/** What differs; of what comes or goes as a whole what it is, as its fields are folded. */
function renderDifferences(connection: ConnectionReport): string {
  const { fields } = connection;
  if (fields.length === 0 && isWhole(connection)) return inShort(connection);
  return fields.map(showChange).map(renderChange).join("<br>");
}

function inShort({ label, repositories = [], services = [] }: ConnectionReport): string {
  return [
    ...(label === undefined ? [] : [`label ${code(showValue(label))}`]),
    ...(repositories.length > 0 ? [count(repositories.length, "repository", "repositories")] : []),
    ...(services.length > 0 ? [count(services.length, "mapping")] : []),
  ].join(", ");
}

function renderChange(change: ShownChange): string {
  const path = code(change.path);
  switch (change.form) {
    case "replaced":
      return `${path} ${code(change.from)} → ${code(change.to)}`;
    case "set": {
      const items = [
        ...change.added.map((value) => `+ ${code(value)}`),
        ...change.removed.map((value) => `− ${code(value)}`),
      ];
      return `${path} ${items.join("<br>")}`;
    }
    case "changed":
      return `${path} changed`;
  }
}

/** What there is to review of what comes or goes as a whole. */
function renderFacts(
  connections: readonly ConnectionReport[],
  of: (connection: ConnectionReport) => Fact[],
): string[] {
  const whole = connections
    .map((connection) => ({ name: connection.name, facts: of(connection) }))
    .filter(({ facts }) => facts.length > 0);
  if (whole.length === 0) return [];
  return [
    [
      `<details><summary>All fields of ${count(whole.length, "connection")}</summary>`,
      "",
      "| Connection | Field | Value |",
      "| --- | --- | --- |",
      ...whole.flatMap(({ name, facts }) =>
        facts.map(
          ({ path, values }) => `| ${code(name)} | ${code(path)} | ${values.map(code).join("<br>")} |`,
        ),
      ),
      "",
      "</details>",
    ].join("\n"),
  ];
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
