/**
 * Obtains an engine from source into the cache folder it is given, printing every event and then the outcome
 * as a line of JSON. The tests run it as a process of its own, with a stand-in for the compiler on `PATH`.
 */
import { engineFromSource } from "../build";
import { ENGINE } from "../kit";
import { obtain } from "../obtain";
import { EngineInterrupted } from "../types";

const [, , cache] = process.argv;
if (cache === undefined) throw new Error("the cache folder is missing");

const print = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);
obtain({ kit: ENGINE, cache, ways: [engineFromSource], env: process.env, onProgress: print, staleMs: 2_000 })
  .then((outcome) => print({ outcome }))
  .catch((error: unknown) => {
    if (!(error instanceof EngineInterrupted)) throw error;
    process.exitCode = error.exitCode;
  });
