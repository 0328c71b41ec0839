import { part, shortened } from "../../../provider/text/quote";
import { Redactor } from "../../../provider/text/redact";
import { visible } from "../../../provider/text/visible";
import { type Place, renderPlace, type Span } from "../yaml/source";
import type { Masking } from "./masking";

/** Something that is wrong, and where. */
export interface NewFinding {
  /** What to point at. */
  readonly span: Span;
  readonly path: string;
  readonly message: string;
  readonly advice?: string | undefined;
  /** A field that is not there; the span is of what should hold it. */
  readonly missing?: string | undefined;
  /** Whether the value may be a secret, and is refused as such. */
  readonly isSecret?: boolean;
  /** The connection that uses a value which is written elsewhere. */
  readonly usedFor?: string | undefined;
}

/** {@link NewFinding}, with all the connections that the value is used for. */
export interface Finding extends Omit<NewFinding, "usedFor"> {
  readonly usedFor: ReadonlySet<string>;
}

/** Long enough for everything but a value that somebody put a whole file into. */
const LONGEST = 1000;

const SHAPES = new Redactor();

/** Something that is wrong with a file. Nothing in it is a secret. */
export interface FileProblem extends Place {
  /** Which value: `sigsentry.payments.lookbackDays`; empty for the file as a whole. */
  readonly path: string;
  /** What was found, and what is allowed. */
  readonly message: string;
  /** What to do, where the message does not say it. */
  readonly advice?: string;
  /** The line with carets under the value; empty where a file could not be read at all. */
  readonly frame: string;
}

/** Everything that is wrong with the files of a project. */
export class DeclarationsError extends Error {
  override readonly name = "DeclarationsError";

  constructor(
    /** By file, line and column. */
    readonly problems: readonly FileProblem[],
  ) {
    super([...problems.map(render), summary(problems)].join("\n\n"));
    // Where in this program they were found is of no interest to whoever wrote the file.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** A finding for people and machines. */
export function problemOf(finding: Finding, masking: Masking | undefined): FileProblem {
  const { span, path, message, advice, usedFor } = finding;
  const used = usedFor.size === 0 ? "" : ` (used for ${listed([...usedFor])})`;
  const { file, line, column } = span.source.place(span.start);
  return {
    file: clean(file),
    line,
    column,
    path: clean(path),
    message: clean(`${message}${used}`),
    ...(advice && { advice: visible(advice) }),
    frame: masking === undefined ? "" : frameOf(span, masking),
  };
}

function clean(text: string): string {
  return shortened(visible(SHAPES.redact(text)), LONGEST);
}

/** Names, the first few of many: a default, or an API key, may be used for hundreds. */
export function listed(names: readonly string[]): string {
  const most = 5;
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

function summary(problems: readonly FileProblem[]): string {
  const files = new Set(problems.map(({ file }) => file)).size;
  return `${counted(problems.length, "problem")} in ${counted(files, "file")}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function render(problem: FileProblem): string {
  const { file, path, message, advice, frame } = problem;
  const place = frame === "" ? file : renderPlace(problem);
  const head = [place, path, message].filter((part) => part !== "").join(": ");
  return [head, frame, advice && `  ${advice}`].filter(Boolean).join("\n");
}

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
