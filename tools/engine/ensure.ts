import path from "node:path";
import { engineFromSource, requiredGo, yamlHostFromSource } from "./build";
import { officialDownload } from "./download";
import { ENGINE, YAML_HOST } from "./kit";
import { engineCache, engineFiles, yamlHostFile } from "./layout";
import { noEngineMessage, noYamlHostMessage } from "./messages";
import { obtain } from "./obtain";
import { engineOnPath, findIn, pathFolders } from "./onPath";
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

  const obtained = await obtain({
    kit: ENGINE,
    cache: engineCache(process.env),
    ways: [officialDownload, engineFromSource],
    env: process.env,
    onProgress,
    signal,
  });
  if ("binDir" in obtained)
    return { ...obtained, command: path.join(obtained.binDir, engineFiles(process.platform).command) };
  const failures = [{ way: "pulumi on PATH", reason: onPath.passedOver }, ...obtained];
  throw new EngineError(noEngineMessage(failures, await requiredGo("engine")));
}

/**
 * Makes available what an engine runs YAML programs with: what lies beside it, as in the official download, else what is on
 * `PATH`, else the one kept by an earlier run, else a build from source (two to three minutes, once).
 *
 * @returns the folder that it lies in.
 * @throws EngineError as {@link ensureEngine} does.
 */
export async function ensureYamlHost({ binDir }: Engine, options: EnsureOptions = {}): Promise<string> {
  const { onProgress = () => undefined, signal } = options;
  const { PATH } = process.env;
  const found = await findIn([binDir, ...pathFolders(PATH)], yamlHostFile(process.platform));
  if (found !== undefined) return path.dirname(found);

  const obtained = await obtain({
    kit: YAML_HOST,
    cache: engineCache(process.env),
    ways: [yamlHostFromSource],
    env: process.env,
    onProgress,
    signal,
  });
  if ("binDir" in obtained) return obtained.binDir;
  throw new EngineError(noYamlHostMessage(obtained, await requiredGo("yaml")));
}
