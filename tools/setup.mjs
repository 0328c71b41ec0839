/**
 * Makes a fresh clone ready: the dependencies in node_modules, the compiled package in dist. It runs before
 * `npm start`, `npm test` and the like, prints nothing when there is nothing to do, and never writes to stdout.
 * Only Node's own modules are used here, as nothing else is there yet.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./setupLock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const dist = join(root, "dist");
/** Hash of the sources that dist was compiled from. `npm ci` removes it, and with it the trust in dist. */
const stamp = join(modules, ".setup-hash");

/** A failure whose message says all there is to say. */
class SetupError extends Error {}

/** The command that is running, if any. @type {import("node:child_process").ChildProcess | undefined} */
let running;
/** The signal that asked this process to stop. @type {NodeJS.Signals | undefined} */
let stoppedBy;
const interruption = new AbortController();

async function main() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, stop);
  const options = {
    signal: interruption.signal,
    onWait: () => say("Another process is setting up this clone; waiting for it"),
    onLost: () => stop("SIGTERM"),
  };
  await withLock(join(root, ".setup.lock"), options, async (starts) => {
    if (!isInstalled()) await install(starts);
    if (!isBuilt()) await build(starts);
  });
}

/** Refuses a Node.js that is older than package.json allows. */
function checkNode() {
  const { engines } = readJson("package.json");
  const floor = /[\d.]+/.exec(engines.node)?.[0] ?? "";
  if (isOlder(process.versions.node, floor)) {
    throw new SetupError(
      `Node.js ${floor} or later is needed, and this is ${process.versions.node}. See https://nodejs.org/en/download`,
    );
  }
}

/**
 * @param {string} version
 * @param {string} floor
 */
function isOlder(version, floor) {
  const found = version.split(".").map(Number);
  for (const [i, needed] of floor.split(".").map(Number).entries()) {
    const part = found[i] ?? 0;
    if (part !== needed) return part < needed;
  }
  return false;
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes node_modules/.package-lock.json when an
 * installation is complete; packages for other platforms are missing in it.
 */
function isInstalled() {
  if (!existsSync(join(modules, ".package-lock.json"))) return false;
  const { "": _root, ...locked } = readJson("package-lock.json").packages;
  const installed = readJson("node_modules/.package-lock.json").packages;
  return (
    Object.keys(installed).every((name) => name in locked) &&
    Object.entries(locked).every(([name, entry]) => {
      const found = installed[name];
      if (found === undefined) return Boolean(entry.optional || entry.devOptional);
      const sameText = entry.integrity === undefined || found.integrity === entry.integrity;
      return found.version === entry.version && sameText;
    })
  );
}

/** @param {(pid: number | undefined) => void} starts */
async function install(starts) {
  say("Installing the dependencies (npm ci): usually under a minute");
  await npm(starts, "ci", "--include=dev", "--no-audit", "--no-fund");
}

function isBuilt() {
  return existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === hashSources();
}

/** @param {(pid: number | undefined) => void} starts */
async function build(starts) {
  say("Compiling the package into dist: a few seconds");
  const hash = hashSources();
  rmSync(stamp, { force: true });
  rmSync(dist, { recursive: true, force: true });
  await npm(starts, "run", "build");
  // Last, so that a build which was cut short is repeated.
  writeFileSync(stamp, hash);
}

/** A hash over the names and the text of everything that dist is made from. */
function hashSources() {
  const files = ["package.json", "tsconfig.json", "tsconfig.build.json"];
  const folders = readJson("tsconfig.build.json").include.filter((included) => !included.includes("*"));
  for (const folder of folders) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    const sources = names.filter((name) => /\.(?:tsx?|json)$/.test(name) && !/\.test\.tsx?$/.test(name));
    files.push(...sources.sort().map((name) => join(folder, name)));
  }
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/**
 * Runs npm, the one that started this process if there is one. What it prints is shown only if it fails.
 * @param {(pid: number | undefined) => void} starts told the process's id
 * @param {string[]} args
 */
async function npm(starts, ...args) {
  const cli = process.env.npm_execpath;
  const byNpm = cli !== undefined && basename(cli) === "npm-cli.js";
  // `npm pack --dry-run` hands its own option on to what it runs, where it would keep npm ci from installing.
  const { npm_config_dry_run: _, ...env } = process.env;
  const child = byNpm
    ? spawn(process.execPath, [cli, ...args], { cwd: root, env })
    : spawn("npm", args, { cwd: root, env, shell: process.platform === "win32" });
  running = child;
  starts(child.pid);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  running = undefined;
  interruption.signal.throwIfAborted();
  if (code !== 0)
    throw new SetupError(`${output.trim()}\nnpm ${args[0]} failed (exit code ${code}); see above.`);
}

/**
 * Stops the running command; setup ends when that has ended.
 * @param {NodeJS.Signals} name
 */
function stop(name) {
  stoppedBy = name;
  interruption.abort(new SetupError("Setup was interrupted; the next run does it again."));
  running?.kill(name);
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}

main().catch((error) => {
  const expected = error instanceof SetupError || "code" in error;
  say(expected ? error.message : error.stack);
  process.exitCode = stoppedBy === undefined ? 1 : 128 + constants.signals[stoppedBy];
});
