import path from "node:path";
import { interruptible } from "./interrupt";
import { engineFiles, engineRoot } from "./layout";
import { withLock } from "./lock";
import { type Failure, reasonOf } from "./messages";
import { askVersion } from "./onPath";
import { keep, keptEngine, makeCacheFolder, removeLeftovers } from "./store";
import type { Engine, OnProgress } from "./types";

/** What a way of making an engine is given. */
export interface Making {
  /** The folder to fill: its `bin` is to hold the three files of an engine. */
  folder: string;
  /** A folder for temporary files; it is removed afterwards. */
  scratch: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onProgress: OnProgress;
}

/** A way of making an engine. `make` rejects with the reason when it cannot. */
export interface Way {
  name: string;
  source: "download" | "build";
  make(making: Making): Promise<void>;
}

/** How an engine is obtained from the cache, or made into it. */
export interface ObtainOptions {
  cache: string;
  ways: readonly Way[];
  env: NodeJS.ProcessEnv;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Milliseconds after which a silent holder of the lock counts as dead; 10,000 by default. */
  staleMs?: number;
}

/** The cached engine, or the first that one of the ways makes; the failures when none of them works. */
export async function obtainEngine(options: ObtainOptions): Promise<Engine | readonly Failure[]> {
  const { cache, onProgress } = options;
  const root = engineRoot(cache);
  const kept = await keptEngine(root);
  if (kept !== undefined) return kept;

  await makeCacheFolder(cache);
  const message = "Another process is making the Pulumi engine ready; waiting for it";
  const onWait = () => onProgress({ kind: "info", message, elapsedMs: 0 });
  return interruptible(options.signal, (signal) =>
    withLock(cache, { signal, onWait, staleMs: options.staleMs ?? 10_000 }, async () => {
      const madeMeanwhile = await keptEngine(root);
      if (madeMeanwhile !== undefined) return madeMeanwhile;
      await removeLeftovers(cache);
      return firstThatWorks(root, options, signal);
    }),
  );
}

async function firstThatWorks(
  root: string,
  { ways, env, onProgress }: ObtainOptions,
  signal: AbortSignal,
): Promise<Engine | readonly Failure[]> {
  const failures: Failure[] = [];
  for (const way of ways) {
    try {
      const engine = await keep(root, async (folder, scratch) => {
        await way.make({ folder, scratch, env, signal, onProgress });
        await checkThatItRuns(folder, env, signal);
      });
      return { ...engine, source: way.source };
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ way: way.name, reason: reasonOf(error) });
    }
  }
  return failures;
}

/** An engine that was just made is tried once; later runs trust it. */
async function checkThatItRuns(folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const command = path.join(folder, "bin", engineFiles(process.platform).command);
  const asked = await askVersion(command, env, signal);
  if ("problem" in asked) throw new Error(asked.problem);
}
