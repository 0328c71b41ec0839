import { shortened } from "../../provider/text/quote";
import { basisOf } from "./basis";
import { block, code } from "./markdown/escape";
import { type Extent, renderSection } from "./markdown/section";
import { mostUrgentFirst } from "./order";
import type { Report, StackReport } from "./schema";
import { summarySentence } from "./sentence";
import { describeStack } from "./tally";
import { formatTime } from "./time";
import { count } from "./words";

/** By this line CI finds the comment that it wrote before. */
export const MARKER = "<!-- repo-connections -->";

/** GitHub refuses comments of more characters than this; counted in bytes, as other systems may. */
const LIMIT = 65_536;

/** Why nothing was done always fits, whatever its characters become. */
const MAX_ERROR_LENGTH = 4_000;

/**
 * A report for a pull request's comment or a job's summary. It always fits into a comment on GitHub: where it
 * would not, first the unchanged connections are only counted, then the fields of what comes or goes are left out, then
 * stacks, and a line says so.
 */
export function renderMarkdown(report: Report): string {
  const whole = assemble(report, sectionsOf(report, { facts: true, unchanged: true }), []);
  if (fits(whole)) return whole;
  for (const facts of [true, false]) {
    const note = facts ? UNCHANGED_LEFT_OUT : `${UNCHANGED_LEFT_OUT} ${FACTS_LEFT_OUT}`;
    const sections = sectionsOf(report, { facts, unchanged: false });
    const short = assemble(report, sections, [`${note} ${whereAllIs(report)}`]);
    if (fits(short)) return short;
  }
  return cut(report);
}

const UNCHANGED_LEFT_OUT = "Connections that did not change are only counted here.";
const FACTS_LEFT_OUT = "The fields of connections that come or go are left out.";

/** One stack: its row in the table of stacks, and its section. */
interface Section {
  readonly row: string;
  readonly text: string;
}

function sectionsOf(report: Report, extent: Omit<Extent, "report">): Section[] {
  return mostUrgentFirst(report.stacks).map((stack) => ({
    row: rowOf(stack),
    text: renderSection(stack, { ...extent, report }),
  }));
}

/** As many stacks as there is room for, those with something to read first. */
function cut(report: Report): string {
  const kept: Section[] = [];
  for (const section of sectionsOf(report, { facts: false, unchanged: false })) {
    if (fits(assemble(report, [...kept, section], [leftOut(report, kept.length)]))) kept.push(section);
  }
  return assemble(report, kept, [leftOut(report, kept.length)]);
}

function leftOut(report: Report, kept: number): string {
  const number = report.stacks.length - kept;
  const are = number === 1 ? "is" : "are";
  return `**${count(number, "stack")} ${are} left out here**, as a comment has no room for more. ${whereAllIs(report)}`;
}

function whereAllIs(report: Report): string {
  return `The whole report: \`repo-connections ${report.command} --format html\`.`;
}

function assemble(report: Report, sections: readonly Section[], remarks: readonly string[]): string {
  const table = sections.length > 1 ? [renderTable(sections)] : [];
  const { command, at, error } = report;
  const basis = basisOf(report);
  return `${[
    MARKER,
    `## ${summarySentence(report)}`,
    `\`repo-connections ${command}\`, ${formatTime(at)}.${basis === undefined ? "" : ` ${basis}.`}`,
    ...(error === undefined ? [] : [block(shortened(error, MAX_ERROR_LENGTH))]),
    ...remarks,
    ...table,
    ...sections.map(({ text }) => text),
  ].join("\n\n")}\n`;
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) < LIMIT;
}

function renderTable(sections: readonly Section[]): string {
  return ["| Stack | File | Result |", "| --- | --- | --- |", ...sections.map(({ row }) => row)].join("\n");
}

function rowOf(stack: StackReport): string {
  const file = stack.file === undefined ? "none any more" : code(stack.file);
  return `| ${code(stack.name)} | ${file} | ${describeStack(stack)} |`;
}
