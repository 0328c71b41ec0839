import { readFileSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runWell } from "./command";

/** The root folder of the package under test. */
export const PACKAGE_ROOT = join(__dirname, "..", "..");

const manifest = z
  .object({ devDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")));

/** A new folder in which no package is found, neither there nor above; for whoever asks to remove. */
export async function temporaryFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), "repo-connections-test-")));
}

/** A package at the version that this repository pins, as npm is told it: `typescript@5.9.3`. */
export function pinned(name: string): string {
  return `${name}@${manifest.devDependencies[name]}`;
}

/**
 * The environment of a package manager: the user's own, as registry, proxy and cache are set there, but without
 * what an npm that runs these tests says about its own folder.
 */
export function packageManagerEnvironment(): NodeJS.ProcessEnv {
  const { npm_config_local_prefix: _, npm_config_prefix: __, INIT_CWD: ___, ...env } = process.env;
  return env;
}

/** Runs npm in a folder; rejects with what it printed when it fails. */
export function npm(folder: string, ...args: string[]) {
  const command = process.platform === "win32" ? "npm.cmd" : "npm";
  return runWell(command, args, { cwd: folder, env: packageManagerEnvironment() });
}

/** Installs packages into a folder, from npm's cache as far as it can be. */
export function npmInstall(folder: string, ...args: string[]) {
  return npm(folder, "install", "--no-audit", "--no-fund", "--prefer-offline", ...args);
}
