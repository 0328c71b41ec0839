/** Makes the engine available and prints the folder of its executables: `tsx tools/engine/main.ts`. */
import { ensureEngine } from "./ensure";
import { reasonOf } from "./messages";
import { progressDisplay } from "./progress";
import { EngineInterrupted } from "./types";

async function main(): Promise<void> {
  const display = progressDisplay();
  try {
    const engine = await ensureEngine({ onProgress: display.onProgress });
    display.end();
    process.stdout.write(`${engine.binDir}\n`);
  } catch (error) {
    display.end();
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = error instanceof EngineInterrupted ? error.exitCode : 1;
  }
}

main();
