import { part } from "../../provider/text/quote";
import { visibleLines, withoutCommands } from "../../provider/text/visible";
import { lay } from "../report/layout";
import { textOptions } from "./terminal";

/**
 * A message as it is written to stderr: nothing in it is obeyed instead of shown, and where that is a terminal, no line
 * is longer than it is wide.
 */
export function fitted(message: string, width = textOptions(process.stderr).width): string {
  const lines = visibleLines(message);
  if (width === undefined) return lines.join("\n");
  return lines
    .flatMap((line, index) => fittedLine(line, lines[index + 1] ?? "", width))
    .map(withoutCommands)
    .join("\n");
}

/** A line of a file, or the carets below it, with what stands before either. */
const FRAME = /^(?<margin> +\d* \| )(?<shown>.*)$/;
const CARETS = /^ +\| (?<before> *)\^+$/;

function fittedLine(line: string, next: string, width: number): string[] {
  const { before } = CARETS.exec(next)?.groups ?? {};
  const { margin, shown } = FRAME.exec(line)?.groups ?? {};
  if (margin !== undefined && shown !== undefined) {
    // The line with carets is made together with the one above it.
    return before === undefined ? [] : framed(margin, shown, next.trimEnd(), before.length, width);
  }
  const indent = /^ */.exec(line)?.[0] ?? "";
  return lay([{ text: line }], width, { text: indent });
}

/** How much of a line is shown before what the carets are under, if it does not fit. */
const BEFORE = 15;

function framed(margin: string, shown: string, carets: string, at: number, width: number): string[] {
  const room = Math.max(2 * BEFORE, width - margin.length);
  const first = shown.length <= room || at < room - BEFORE ? 0 : at - BEFORE;
  const start = first > 0 ? "…" : "";
  const middle = part(shown, first + start.length, first + room);
  const end = first + room < shown.length ? "…" : "";
  const cut = end === "" ? middle : `${part(middle, 0, -1)}${end}`;
  const under = carets.slice(margin.length + first);
  return [
    `${margin}${start}${cut}`,
    `${" ".repeat(margin.length - 2)}| ${under.slice(0, cut.length + start.length)}`,
  ];
}
