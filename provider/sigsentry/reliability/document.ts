import { COLUMNS } from "./columns";
import { FAULTS } from "./faults";
import { OUTCOMES, type Outcome } from "./outcomes";

/** The table of faults and outcomes in Markdown, with what its words mean. */
export function renderTable(): string {
  const rows = FAULTS.map(({ title, cells }) => [
    title,
    ...COLUMNS.map(({ name }) => {
      const outcome = cells[name];
      return outcome === undefined ? "" : OUTCOMES[outcome].text;
    }),
  ]);
  const header = ["fault", ...COLUMNS.map(({ title }) => title)];
  const lines = [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return [...lines, "", ...meanings()].join("\n");
}

function meanings(): string[] {
  const byText = new Map(Object.values<Outcome>(OUTCOMES).map(({ text, meaning }) => [text, meaning]));
  return [...byText].map(([text, meaning]) => `- **${text}**: ${meaning}`);
}
