import { createHash } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type RunOptions, run } from "../engine/run";
import { NODE_VERSION, TARGETS, type Target } from "./targets";

/**
 * A target's Node.js, from npm.
 *
 * @param folder where it is put, in a folder of its own.
 * @returns the path of the executable.
 */
export function nodeFor(target: Target, folder: string): Promise<string> {
  return unpacked(target, target.os === "windows" ? "bin/node.exe" : "bin/node", folder);
}

/** The licences of Node.js and of what it contains, the same for all targets: the package for Windows has none. */
export async function nodeLicense(folder: string): Promise<string> {
  const withLicense = TARGETS.find(({ os }) => os === "linux");
  if (withLicense === undefined) throw new Error("No package of Node.js has its licence.");
  return readFile(await unpacked(withLicense, "LICENSE", folder), "utf8");
}

/** @throws Error when the package is not the one whose checksum is known. */
async function unpacked({ node, checksum }: Target, file: string, folder: string): Promise<string> {
  const options = { env: process.env, cwd: await mkdtemp(join(folder, "node-")) };
  await npm(["pack", "--silent", `${node}@${NODE_VERSION}`], options);
  const tarball = join(options.cwd, `${node}-${NODE_VERSION}.tgz`);
  const found = createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64");
  if (found !== checksum)
    throw new Error(`${node}@${NODE_VERSION} is another package than expected: SHA-512 ${found}.`);
  await run("tar", ["-xzf", tarball, `package/${file}`], options);
  return join(options.cwd, "package", file);
}

/** Runs npm, the one that started this process if there is one: Windows starts it only by its own script. */
function npm(args: string[], options: RunOptions): Promise<string> {
  const cli = process.env.npm_execpath ?? "";
  return basename(cli) === "npm-cli.js"
    ? run(process.execPath, [cli, ...args], options)
    : run("npm", args, options);
}
