import { createColors } from "picocolors";
import { hasBasis, ON_RECORDS } from "./basis";
import type { Change, ConnectionReport, FieldChange, Report, StackReport } from "./schema";
import { summarySentence } from "./sentence";
import { type ShownChange, showChange } from "./values";
import { visible, visibleLines } from "./visible";
import { hasFailed, isNoteworthy, saysNothing, stateOf, symbolOf } from "./words";

type Colours = ReturnType<typeof createColors>;

/**
 * A report for a terminal or a CI log: the changes of each stack, field by field, and a sentence that sums up. It
 * holds no character that a terminal obeys but line breaks and, with `colour`, colours.
 */
export function renderText(report: Report, options: { readonly colour: boolean }): string {
  const colours = createColors(options.colour);
  const blocks = report.stacks.map((stack) => renderStack(stack, colours).join("\n"));
  return `${[...blocks, renderSummary(report, colours).join("\n")].join("\n\n")}\n`;
}

function renderSummary(report: Report, colours: Colours): string[] {
  const paint = { clean: colours.green, changes: colours.yellow, failed: colours.red }[report.outcome];
  const { error, refreshed } = report;
  return [
    ...(error === undefined ? [] : renderMessage("", colours.red("error:"), error, colours)),
    ...(refreshed || !hasBasis(report) ? [] : [colours.dim(`${ON_RECORDS}.`)]),
    colours.bold(paint(`${summarySentence(report)}.`)),
  ];
}

function renderStack(stack: StackReport, colours: Colours): string[] {
  const changed = stack.connections.filter(isNoteworthy);
  const unchanged = stack.connections.length - changed.length;
  const width = Math.max(0, ...changed.map(({ name }) => outside(name).length));
  return [
    renderHeading(stack, colours),
    ...changed.flatMap((connection) => renderConnection(connection, width, colours)),
    ...(unchanged > 0 ? [`  ${colours.dim(`${unchanged} unchanged`)}`] : []),
    ...(saysNothing(stack) ? [`  ${colours.dim("no connections")}`] : []),
    ...stack.errors.flatMap((error) => renderMessage("  ", colours.red("error:"), error, colours)),
    ...stack.notes.flatMap((note) => renderMessage("  ", colours.cyan("note:"), note, colours)),
  ];
}

function renderHeading({ name, file, project }: StackReport, colours: Colours): string {
  const origin = file === undefined ? "no file declares it any more" : outside(file);
  const details = project === undefined ? origin : `${origin}, project ${outside(project)}`;
  return `Stack ${colours.bold(outside(name))}  ${colours.dim(details)}`;
}

function renderConnection(connection: ConnectionReport, width: number, colours: Colours): string[] {
  const { kind, host, id, fields, error } = connection;
  const paint = hasFailed(connection) ? colours.red : paintOf(connection.change, colours);
  const name = colours.bold(outside(connection.name).padEnd(width));
  const what = [kind, outside(host), ...(id === undefined ? [] : [outside(id)])].join(" ");
  const pathWidth = Math.max(0, ...fields.map(({ path }) => outside(path).length));
  return [
    `  ${paint(symbolOf(connection))} ${name}  ${paint(stateOf(connection))}  ${colours.dim(what)}`,
    ...fields.map((field) => renderField(field, pathWidth, colours)),
    ...(error === undefined ? [] : renderMessage("      ", colours.red("error:"), error, colours)),
  ];
}

function renderField(field: FieldChange, width: number, colours: Colours): string {
  return `      ${outside(field.path).padEnd(width)}  ${renderChange(showChange(field), colours)}`;
}

function renderChange(change: ShownChange, { red, green, yellow }: Colours): string {
  switch (change.form) {
    case "replaced":
      return `${red(harmless(change.from))} → ${green(harmless(change.to))}`;
    case "set": {
      const added = change.added.map((value) => green(`+ ${harmless(value)}`));
      return [...added, ...change.removed.map((value) => red(`- ${harmless(value)}`))].join("  ");
    }
    case "changed":
      return yellow("changed");
  }
}

/** A message that may have several lines; each further one begins with a bar, so it cannot pass for ours. */
function renderMessage(indent: string, label: string, message: string, colours: Colours): string[] {
  const [first = "", ...more] = visibleLines(message).map(harmless);
  return [`${indent}${label} ${first}`, ...more.map((line) => `${indent}${colours.dim("│")} ${line}`)];
}

function paintOf(change: Change, { green, cyan, yellow, magenta, red, dim }: Colours) {
  const paints = {
    none: dim,
    create: green,
    adopt: cyan,
    update: yellow,
    replace: magenta,
    delete: red,
    drifted: yellow,
    gone: red,
  };
  return paints[change];
}

/** A text from outside as it may stand anywhere in a line. */
function outside(text: string): string {
  return harmless(visible(text));
}

/** CI systems obey `##[command]` and `##vso[command]` anywhere in a log, and `::command::` where a line begins. */
function harmless(text: string): string {
  return text.replace(/##(?=[a-z]*\[)/gi, "#\\u{23}").replace(/^(\s*):(?=:)/, "$1\\u{3a}");
}
