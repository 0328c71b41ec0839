import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderTable } from "../../provider/sigsentry/reliability/document";
import { withSection } from "./section";

/** The document on what the provider does when something goes wrong. */
export const RELIABILITY = join(__dirname, "../../docs/reliability.md");

/** That document as it is, and as it is to be. */
export function reliabilityDocument(): { readonly written: string; readonly generated: string } {
  const written = readFileSync(RELIABILITY, "utf8");
  return { written, generated: withSection(written, "table", renderTable()) };
}
