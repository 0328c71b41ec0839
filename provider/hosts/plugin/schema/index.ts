import { readFileSync } from "node:fs";
import { join } from "node:path";
<<<<<<< HEAD
import type { Kind } from "../../../kinds/names";
=======
>>>>>>> 4addc39 (The kinds are hosted by a provider plugin too: Pulumi's protocol on the same contract, and the classes on either host)

/**
 * The Pulumi package schema of a kind's provider, as text. `npm run docs` makes it of what the provider accepts; here it
 * is only read, so that to tell it needs none of that.
 */
<<<<<<< HEAD
export function schemaOf(kind: Kind): string {
=======
export function schemaOf(kind: string): string {
>>>>>>> 4addc39 (The kinds are hosted by a provider plugin too: Pulumi's protocol on the same contract, and the classes on either host)
  return readFileSync(join(__dirname, `${kind}.json`), "utf8");
}
