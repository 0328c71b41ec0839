import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TABLE as COREGIT } from "../../test/reliability/coregit/table";
import { renderTable } from "../../test/reliability/document";
import { TABLE as SIGSENTRY } from "../../test/reliability/sigsentry/table";
import { withSection } from "./section";

/** The document on what the provider does when something goes wrong. */
export const RELIABILITY = join(__dirname, "../../docs/reliability.md");

/** Its tables, by the sections in which they stand. */
const TABLES = { sigsentry: SIGSENTRY, coregit: COREGIT } as const;

/** That document as it is, and as it is to be. */
export function reliabilityDocument(): { readonly written: string; readonly generated: string } {
  const written = readFileSync(RELIABILITY, "utf8");
  const generated = Object.entries(TABLES).reduce(
    (document, [section, table]) => withSection(document, section, renderTable(table)),
    written,
  );
  return { written, generated };
}
