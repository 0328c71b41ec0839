import path from "node:path";
import { interruptible } from "./interrupt";
import { type Kit, rootOf } from "./kit";
import { withLock } from "./lock";
import { type Failure, reasonOf } from "./messages";
import { type Kept, keep, kept, makeCacheFolder, removeLeftovers } from "./store";
import type { Engine, OnProgress } from "./types";

/** What a way of making a kit is given. */
export interface Making {
  /** The folder to fill: its `bin` is to hold the kit's files. */
  folder: string;
  /** A folder for temporary files; it is removed afterwards. */
  scratch: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onProgress: OnProgress;
}

/** A way of making a kit. `make` rejects with the reason when it cannot. */
export interface Way {
  name: string;
  source: "download" | "build";
  make(making: Making): Promise<void>;
}

/** How a kit is obtained from the cache, or made into it. */
export interface ObtainOptions {
  kit: Kit;
  cache: string;
  ways: readonly Way[];
  env: NodeJS.ProcessEnv;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Milliseconds after which a silent holder of the lock counts as dead; 10,000 by default. */
  staleMs?: number;
}

/** A kit that is there, and where it came from. */
export interface Obtained extends Kept {
  readonly source: Exclude<Engine["source"], "path">;
}

/** The cached kit, or the first that one of the ways makes; the failures when none of them works. */
export async function obtain(options: ObtainOptions): Promise<Obtained | readonly Failure[]> {
  const { kit, cache, onProgress } = options;
  const root = rootOf(kit, cache);
  const found = await cached(root, kit);
  if (found !== undefined) return found;

  await makeCacheFolder(cache);
  const message = `Another process is making the ${kit.name} ready; waiting for it`;
  const onWait = () => onProgress({ kind: "info", message, elapsedMs: 0 });
  return interruptible(options.signal, (signal) =>
    withLock(cache, { signal, onWait, staleMs: options.staleMs ?? 10_000 }, async () => {
      const madeMeanwhile = await cached(root, kit);
      if (madeMeanwhile !== undefined) return madeMeanwhile;
      await removeLeftovers(cache);
      return firstThatWorks(root, options, signal);
    }),
  );
}

async function cached(root: string, kit: Kit): Promise<Obtained | undefined> {
  const found = await kept(root, kit);
  return found && { ...found, source: "cache" };
}

async function firstThatWorks(
  root: string,
  { kit, ways, env, onProgress }: ObtainOptions,
  signal: AbortSignal,
): Promise<Obtained | readonly Failure[]> {
  const failures: Failure[] = [];
  for (const way of ways) {
    try {
      const made = await keep(root, kit, async (folder, scratch) => {
        await way.make({ folder, scratch, env, signal, onProgress });
        // What was just made is tried once; later runs trust it.
        await kit.tryOut(path.join(folder, "bin"), env, signal);
      });
      return { ...made, source: way.source };
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ way: way.name, reason: reasonOf(error) });
    }
  }
  return failures;
}
