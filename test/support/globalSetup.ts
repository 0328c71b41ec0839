import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node" with { "resolution-mode": "import" };
import { type Engine, ensureEngine, progressDisplay } from "../../tools/engine";
import { npm, npmInstall, PACKAGE_ROOT, pinned, temporaryFolder } from "./install";

/** Made once for all tests of a run. */
export interface Prepared {
  readonly engine: Engine;
  /** The package under test as `npm pack` makes it. */
  readonly tarball: string;
  /** A folder in whose `node_modules` the tarball, `@pulumi/pulumi` and TypeScript are installed. */
  readonly installed: string;
}

declare module "vitest" {
  interface ProvidedContext {
    prepared: Prepared;
  }
}

/** Makes an engine available and installs the package under test; returns what removes it again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await engineWithProgress();
  const installed = await temporaryFolder();
  const teardown = () => rm(installed, { recursive: true, force: true });
  try {
    const tarball = await pack(installed);
    await writeFile(join(installed, "package.json"), JSON.stringify({ private: true }));
    await npmInstall(
      installed,
      tarball,
      ...["@pulumi/pulumi", "typescript", "@types/node", "tsx"].map(pinned),
    );
    project.provide("prepared", { engine, tarball, installed });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function engineWithProgress(): Promise<Engine> {
  const display = progressDisplay();
  try {
    return await ensureEngine({ onProgress: display.onProgress });
  } finally {
    display.end();
  }
}

/** Packs the code as it is, which `prepack` compiles first, and returns the tarball's path. */
async function pack(folder: string): Promise<string> {
  await npm(PACKAGE_ROOT, "pack", "--silent", "--pack-destination", folder);
  const [name] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack made no tarball");
  return join(folder, name);
}
