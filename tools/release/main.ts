/** `npm run release:plugins -- --out DIR`: the plugins as executables that need no Node.js. */
import { parseArgs } from "node:util";
import { KINDS } from "../../provider/kinds/names";
import { release } from "./release";
import { TARGETS } from "./targets";

const USAGE = "Usage: npm run release:plugins -- --out DIR";

const say = (message: string) => console.error(message);

async function main(): Promise<void> {
  const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
  if (!out) throw new Error(USAGE);
  const canSign = process.platform === "darwin";
  await release({ out, kinds: KINDS, targets: TARGETS.filter(({ os }) => canSign || os !== "darwin") }, say);
  if (!canSign)
    say(
      "macOS is left out: its executables must be signed, which only a Mac can do. Run this on a Mac to have all.",
    );
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
