import { chmod, copyFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run } from "../engine/run";
import type { Target } from "./targets";

/** By which Node.js knows that an executable holds a program: https://nodejs.org/api/single-executable-applications.html. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const RESOURCE = "NODE_SEA_BLOB";

const OPTIONS = { env: process.env };

/**
 * Prepares a program for its executables, which are alike on all platforms.
 *
 * @param node an executable of the same version as theirs, for this machine.
 * @returns the file to {@link makeExecutable} with.
 */
export async function prepare(program: string, node: string): Promise<string> {
  const cwd = dirname(program);
  // What is prepared tells the program's path as it is given here. There is neither a snapshot nor a cache of code:
  // both would be of this platform only.
  const main = basename(program);
  const settings = { main, output: `${main}.blob`, disableExperimentalSEAWarning: true };
  await writeFile(`${program}.json`, JSON.stringify(settings));
  await run(node, ["--experimental-sea-config", `${main}.json`], { ...OPTIONS, cwd });
  return `${program}.blob`;
}

/** Makes an executable of a prepared program and a target's Node.js. */
export async function makeExecutable(
  file: string,
  { target, node, prepared }: { target: Target; node: string; prepared: string },
): Promise<void> {
  const isMac = target.os === "darwin";
  await copyFile(node, file);
  await chmod(file, 0o755);
  // macOS ends what has another content than was signed. Anybody may sign like this: it says nothing of who it was.
  if (isMac) await run("codesign", ["--remove-signature", file], OPTIONS);
  const segment = isMac ? ["--macho-segment-name", "NODE_SEA"] : [];
  const postject = join(require.resolve("postject"), "..", "cli.js");
  await run(
    process.execPath,
    [postject, file, RESOURCE, prepared, "--sentinel-fuse", FUSE, ...segment],
    OPTIONS,
  );
  if (isMac) await run("codesign", ["--sign", "-", file], OPTIONS);
}
