import { createColors } from "picocolors";
import { SERVICE_NAMES } from "../../provider/kinds/names";
import { visible, visibleLines, withoutCommands } from "../../provider/text/visible";
import { unusualAddresses } from "./addresses";
import { basisOf } from "./basis";
import { allFacts, factsOf } from "./facts";
import { healthOf, isInventory } from "./inventory";
import { lay, type Paint, type Piece } from "./layout";
import type { Change, ConnectionReport, Report, StackReport } from "./schema";
import { summarySentence } from "./sentence";
import { toldOnce } from "./told";
import type { ShownChange } from "./values";
import { hasFailed, isNoteworthy, saysNothing, stateOf, symbolOf } from "./words";

type Colours = ReturnType<typeof createColors>;

/** For whom a report is written as text. */
export interface TextOptions {
  readonly colour: boolean;
  /** Of the terminal, in characters; absent where there is none, and lines are as long as they are. */
  readonly width?: number | undefined;
}

/**
 * A report for a terminal or a CI log: the changes of each stack, field by field, and a sentence that sums up. It
 * holds no character that a terminal obeys but line breaks and, with `colour`, colours.
 */
export function renderText(report: Report, options: TextOptions): string {
  const page = new Page(report, createColors(options.colour), options.width);
  const blocks = report.stacks.map((stack) => page.stack(stack).join("\n"));
  const text = [...blocks, page.summary().join("\n")].join("\n\n");
  return `${text.split("\n").map(withoutCommands).join("\n")}\n`;
}

/** Lines of one report. */
class Page {
  constructor(
    private readonly report: Report,
    private readonly colours: Colours,
    private readonly width: number | undefined,
  ) {}

  summary(): string[] {
    const { colours } = this;
    const { error, refreshed, outcome } = this.report;
    const basis = basisOf(this.report);
    const paint = { clean: colours.green, changes: colours.yellow, failed: colours.red }[outcome];
    const bold = (text: string) => colours.bold(paint(text));
    return [
      ...(error === undefined ? [] : this.#message("", { text: "error:", paint: colours.red }, error)),
      ...(refreshed || basis === undefined ? [] : this.#lay([{ text: `${basis}.`, paint: colours.dim }])),
      ...this.#lay([{ text: `${summarySentence(this.report)}.`, paint: bold }]),
    ];
  }

  stack(stack: StackReport): string[] {
    const { red, cyan, dim } = this.colours;
    const isShown = isInventory(this.report) ? () => true : isNoteworthy;
    const changed = stack.connections.filter(isShown);
    const unchanged = stack.connections.length - changed.length;
    const width = Math.max(0, ...changed.map(({ name }) => visible(name).length));
    return [
      ...this.#heading(stack),
      ...unusualAddresses(stack).flatMap(({ kind, url }) =>
        this.#lay([{ text: `  ${SERVICE_NAMES[kind]} at ` }, { text: visible(url), paint: cyan }], "    "),
      ),
      ...changed.flatMap((connection) => this.#connection(connection, width)),
      ...(unchanged > 0 ? [`  ${dim(`${unchanged} unchanged`)}`] : []),
      ...(saysNothing(stack) ? [`  ${dim("no connections")}`] : []),
      ...stack.errors.flatMap((error) => this.#message("  ", { text: "error:", paint: red }, error)),
      ...stack.notes.flatMap((note) => this.#message("  ", { text: "note:", paint: cyan }, note)),
    ];
  }

  #heading({ name, file, project }: StackReport): string[] {
    const { bold, dim } = this.colours;
    const origin = file === undefined ? "no file declares it any more" : visible(file);
    const details = project === undefined ? origin : `${origin}, project ${visible(project)}`;
    return this.#lay(
      [
        { text: "Stack " },
        { text: visible(name), paint: bold },
        { text: "  " },
        { text: details, paint: dim },
      ],
      "    ",
    );
  }

  #connection(connection: ConnectionReport, width: number): string[] {
    const { bold, red, dim } = this.colours;
    const { kind, host, id, error } = connection;
    const { command, at } = this.report;
    const isDrift = connection.change === "drifted";
    const paint = hasFailed(connection) ? red : paintOf(connection.change, this.colours);
    const what = [kind, visible(host), ...(id === undefined ? [] : [visible(id)])].join(" ");
    const heading = [
      { text: "  " },
      { text: symbolOf(connection), paint },
      { text: " " },
      { text: visible(connection.name).padEnd(width), paint: bold },
      { text: "  " },
      ...(isInventory(this.report)
        ? [{ text: what }, { text: "  " }, { text: healthOf(connection, at), paint }]
        : [{ text: stateOf(connection), paint }, { text: "  " }, { text: what, paint: dim }]),
    ];
    const facts = command === "show" ? allFacts(connection, at) : factsOf(connection, at);
    return [
      ...this.#lay(heading, "    "),
      ...this.#rows(
        toldOnce(connection, command === "list" ? [] : facts, at).map(({ path, values, change }) => ({
          path: path,
          items: [
            ...values.map((value) => [{ text: value }]),
            ...(change === undefined ? [] : this.#items(change, isDrift)),
          ],
        })),
      ),
      ...(error === undefined ? [] : this.#message("      ", { text: "error:", paint: red }, error)),
    ];
  }

  /** Fields in a column, what is said of each in another; below each other where there is little room. */
  #rows(rows: readonly Row[]): string[] {
    const longest = Math.max(0, ...rows.map(({ path }) => path.length));
    const column = 6 + longest + 2;
    if (this.width !== undefined && column > this.width / 2) {
      return rows.flatMap(({ path, items }) => [
        `      ${path}`,
        ...items.flatMap((item) => this.#lay([{ text: " ".repeat(8) }, ...item], " ".repeat(10))),
      ]);
    }
    return rows.flatMap(({ path, items }) =>
      items.flatMap((item, index) => {
        const start = index === 0 ? `      ${path.padEnd(longest)}  ` : " ".repeat(column);
        return this.#lay([{ text: start }, ...item], " ".repeat(column + 2));
      }),
    );
  }

  /** What is said of a field that differs, each item on a line by itself. */
  #items(change: ShownChange, isDrift: boolean): Piece[][] {
    const { red, green, yellow } = this.colours;
    // Of drift, what was applied is what is wanted; of anything else, what is to come.
    const [before, after] = isDrift ? [green, red] : [red, green];
    switch (change.form) {
      case "replaced":
        return [[{ text: change.from, paint: before }, { text: " → " }, { text: change.to, paint: after }]];
      case "set":
        return [
          ...change.added.map((value) => [{ text: `+ ${value}`, paint: after }]),
          ...change.removed.map((value) => [{ text: `- ${value}`, paint: before }]),
        ];
      case "changed":
        return [[{ text: "changed", paint: yellow }]];
    }
  }

  /** A message that may have several lines; each further one begins with a bar, so it cannot pass for ours. */
  #message(indent: string, label: Piece, message: string): string[] {
    const [first = "", ...more] = visibleLines(message.trim());
    const bar = { text: `${indent}│ `, paint: this.colours.dim };
    return [
      ...lay([{ text: indent }, label, { text: ` ${first}` }], this.width, bar),
      ...more.flatMap((line) => lay([bar, { text: line }], this.width, bar)),
    ];
  }

  #lay(pieces: readonly Piece[], hanging = ""): string[] {
    return lay(pieces, this.width, { text: hanging });
  }
}

interface Row {
  readonly path: string;
  readonly items: readonly (readonly Piece[])[];
}

function paintOf(change: Change, { green, cyan, yellow, magenta, red, dim }: Colours): Paint {
  const paints = {
    none: dim,
    create: green,
    adopt: cyan,
    rename: cyan,
    update: yellow,
    replace: magenta,
    delete: red,
    drifted: yellow,
    gone: red,
  };
  return paints[change];
}
