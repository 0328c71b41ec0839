import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The Pulumi package schema of a kind's provider, as text. `npm run docs` makes it of what the provider accepts; here it
 * is only read, so that to tell it needs none of that.
 */
export function schemaOf(kind: string): string {
  return readFileSync(join(__dirname, `${kind}.json`), "utf8");
}
