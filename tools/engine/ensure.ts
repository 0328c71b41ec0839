import { fromSource, requiredGo } from "./build";
import { officialDownload } from "./download";
import { engineCache } from "./layout";
import { noEngineMessage } from "./messages";
import { obtainEngine } from "./obtain";
import { engineOnPath } from "./onPath";
import { type Engine, EngineError, type OnProgress } from "./types";

/** Settings of {@link ensureEngine}. */
export interface EnsureOptions {
  /** Told what is happening; by default nobody is. */
  onProgress?: OnProgress;
  /** Stops the work, leaving nothing half-made; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Makes a Pulumi engine available: the one on `PATH`, else the one kept by an earlier run, else the official
 * download, else a build from source (three to four minutes, once).
 *
 * While it makes an engine it answers SIGINT, SIGTERM and SIGHUP itself and rejects with `EngineInterrupted`
 * once everything is cleaned up. Rejects with an {@link EngineError}, whose message is meant for the user, when
 * no way leads to an engine or the cache folder cannot be written.
 */
export async function ensureEngine(options: EnsureOptions = {}): Promise<Engine> {
  const { onProgress = () => undefined, signal } = options;
  const onPath = await engineOnPath(process.env, signal);
  if ("engine" in onPath) return onPath.engine;

  const obtained = await obtainEngine({
    cache: engineCache(process.env),
    ways: [officialDownload, fromSource],
    env: process.env,
    onProgress,
    signal,
  });
  if ("command" in obtained) return obtained;
  const failures = [{ way: "pulumi on PATH", reason: onPath.passedOver }, ...obtained];
  throw new EngineError(noEngineMessage(failures, await requiredGo()));
}
