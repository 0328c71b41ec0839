import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { engineFiles } from "./layout";
import { reasonOf } from "./messages";
import { run } from "./run";
import type { Engine } from "./types";
import { parseEngineVersion, versionProblem } from "./version";

const versionDeadlineMs = 20_000;

/** An engine found on `PATH`, or why none there is used. */
export type PathAnswer = { engine: Engine } | { passedOver: string };

/**
 * Looks for a complete engine on `PATH`. The companions are looked for first, as that costs no process; only
 * then is `pulumi version` asked.
 */
export async function engineOnPath(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<PathAnswer> {
  const folders = pathFolders(env.PATH);
  const files = engineFiles(process.platform);
  const command = await findIn(folders, files.command);
  if (command === undefined) return { passedOver: "not found" };

  const binDir = path.dirname(command);
  for (const companion of [files.languagePlugin, files.dynamicLauncher]) {
    if ((await findIn([binDir, ...folders], companion)) === undefined) {
      return { passedOver: `${command} has no ${companion} beside it or on PATH` };
    }
  }

  const asked = await askVersion(command, env, signal);
  if ("problem" in asked) return { passedOver: `${command}: ${asked.problem}` };
  return { engine: { source: "path", version: asked.version, binDir, command } };
}

/** The absolute folders of a `PATH` value, in order; an empty or relative entry depends on the working folder. */
export function pathFolders(value: string | undefined): string[] {
  return (value ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

/** The first of the folders' files of that name that can be executed. */
export async function findIn(folders: string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** Asks a `pulumi` for its version; the problem is that it does not answer, or with one that is not accepted. */
export async function askVersion(
  command: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<{ version: string } | { problem: string }> {
  try {
    const printed = await run(command, ["version"], {
      env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      signal,
      deadlineMs: versionDeadlineMs,
    });
    const version = parseEngineVersion(printed);
    if (version === undefined) return { problem: `"pulumi version" did not print a version` };
    const problem = versionProblem(version);
    return problem === undefined ? { version } : { problem };
  } catch (error) {
    signal?.throwIfAborted();
    return { problem: `"pulumi version" failed: ${reasonOf(error)}` };
  }
}
