import type { Fault } from "./fault";
import type { Column, Outcome } from "./matrix";

/** What the table is made of. */
export interface Table {
  readonly columns: readonly Column[];
  readonly faults: readonly Fault[];
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** The table of faults and outcomes in Markdown, with what its words mean. */
export function renderTable({ columns, faults, outcomes }: Table): string {
  const rows = faults.map(({ title, cells }) => [
    title,
    ...columns.map(({ name }) => outcomes[cells[name] ?? ""]?.text ?? ""),
  ]);
  const header = ["fault", ...columns.map(({ title }) => title)];
  const lines = [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return [...lines, "", ...meaningsOf(Object.values(outcomes))].join("\n");
}

function meaningsOf(outcomes: readonly Outcome[]): string[] {
  const byText = new Map(outcomes.map(({ text, meaning }) => [text, meaning]));
  return [...byText].map(([text, meaning]) => `- **${text}**: ${meaning}`);
}
