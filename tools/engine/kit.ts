import path from "node:path";
import { engineFiles, yamlHostFile } from "./layout";
import { askVersion } from "./onPath";
import { run } from "./run";
import { engineVersion, yamlHostVersion } from "./version";

/** Executables that are made, and kept, together. */
export interface Kit {
  /** In words: `Pulumi engine`. */
  readonly name: string;
  readonly version: string;
  readonly files: readonly string[];
  /** What the name of its folder in the cache begins with. */
  readonly prefix: string;
  /** Rejects where what is in a folder does not run. */
  tryOut(binDir: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void>;
}

const files = engineFiles(process.platform);

/** The engine, which runs Node.js programs. */
export const ENGINE: Kit = {
  name: "Pulumi engine",
  version: engineVersion,
  files: Object.values(files),
  prefix: "",
  async tryOut(binDir, env, signal) {
    const asked = await askVersion(path.join(binDir, files.command), env, signal);
    if ("problem" in asked) throw new Error(asked.problem);
  },
};

/** What the engine runs YAML programs with. */
export const YAML_HOST: Kit = {
  name: "YAML host",
  version: yamlHostVersion,
  files: [yamlHostFile(process.platform)],
  prefix: "yaml-",
  /** It knows no question for its version. */
  async tryOut(binDir, env, signal) {
    await run(path.join(binDir, yamlHostFile(process.platform)), ["-help"], { env, signal });
  },
};

/** The root folder of this version of a kit for this machine; its files lie in `bin`. */
export function rootOf({ prefix, version }: Pick<Kit, "prefix" | "version">, cache: string): string {
  return path.join(cache, `${prefix}${version}-${process.platform}-${process.arch}`);
}
