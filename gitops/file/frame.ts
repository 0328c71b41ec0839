import { part } from "../../provider/text/quote";
import type { Masking } from "./masking";
import type { Span } from "./source";

/** What fits beside a line's number, on most terminals. */
const WIDEST = 100;

/** How much is shown before a place far to the right. */
const BEFORE = WIDEST / 2;

/** The line where a span starts, without any secret, and carets under the span. */
export function frameOf({ source, start, end }: Span, masking: Masking): string {
  const { line, column } = source.place(start);
  const { text, starts, ends } = masking.line(line);
  const from = starts[column - 1] ?? text.length;
  const to = end > start ? (ends[column - 2 + end - start] ?? text.length) : from;
  const first = from < WIDEST - 20 ? 0 : from - BEFORE;
  const before = first > 0 ? "…" : "";
  const after = first + WIDEST < text.length ? "…" : "";
  const shown = `${before}${part(text, first, first + WIDEST)}${after}`;
  const indent = before.length + from - first;
  const carets = Math.max(1, Math.min(to - from, shown.length - indent));
  const number = `  ${line}`;
  return `${number} | ${shown}\n${" ".repeat(number.length)} | ${" ".repeat(indent)}${"^".repeat(carets)}`;
}
