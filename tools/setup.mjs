/**
 * Makes a fresh clone ready: the dependencies in node_modules, the compiled package in dist. It runs before
 * `npm start`, `npm test` and the like, prints nothing when there is nothing to do, and never writes to stdout.
 * Only Node's own modules are used here, as nothing else is there yet.
 */
import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const dist = join(root, "dist");
/** Hash of the sources that dist was compiled from. `npm ci` removes it, and with it the trust in dist. */
const stamp = join(modules, ".setup-hash");
/** The lock that keeps two setups in one clone apart: a folder with one file, whose name is its holder's. */
const lock = join(root, ".setup.lock");
const me = `${process.pid}-${randomUUID()}`;

/** How often the lock's holder gives a sign of life, and how often a waiting process looks, in milliseconds. */
const beatMs = 2_000;
const pollMs = 200;
/** Looks without a sign of life after which the holder counts as dead: a minute. */
const patience = 300;

/** A failure whose message says all there is to say. */
class SetupError extends Error {}

/** The command that is running, if any. @type {import("node:child_process").ChildProcess | undefined} */
let running;
/** The signal that asked this process to stop. @type {NodeJS.Signals | undefined} */
let stoppedBy;

async function main() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, stop);
  await acquireLock();
  const beating = setInterval(beat, beatMs);
  try {
    if (!isInstalled()) await install();
    if (!isBuilt()) await build();
  } finally {
    clearInterval(beating);
    releaseLock();
  }
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

async function install() {
  say("Installing the dependencies (npm ci): usually under a minute");
  await npm("ci", "--include=dev", "--no-audit", "--no-fund");
}

function isBuilt() {
  return existsSync(dist) && existsSync(stamp) && readFileSync(stamp, "utf8") === hashSources();
}

async function build() {
  say("Compiling the package into dist: a few seconds");
  const hash = hashSources();
  rmSync(stamp, { force: true });
  rmSync(dist, { recursive: true, force: true });
  await npm("run", "build");
  // Last, so that a build which was cut short is repeated.
  writeFileSync(stamp, hash);
}

/** A hash over the names and the text of everything that dist is made from. */
function hashSources() {
  const files = ["package.json", "tsconfig.json", "tsconfig.build.json"];
  for (const folder of readJson("tsconfig.build.json").include) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
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
 * @param {string[]} args
 */
async function npm(...args) {
  const cli = process.env.npm_execpath;
  const byNpm = cli !== undefined && basename(cli) === "npm-cli.js";
  const child = byNpm
    ? spawn(process.execPath, [cli, ...args], { cwd: root })
    : spawn("npm", args, { cwd: root, shell: process.platform === "win32" });
  running = child;
  // Whoever finds this process killed waits for the command that it has left behind.
  writeFileSync(join(lock, me), String(child.pid));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  running = undefined;
  if (stoppedBy !== undefined) throw new SetupError("Setup was interrupted; the next run does it again.");
  if (code !== 0)
    throw new SetupError(`${output.trim()}\nnpm ${args[0]} failed (exit code ${code}); see above.`);
}

/** Takes the lock, waiting as long as another process holds it and gives signs of life. */
async function acquireLock() {
  let last = { name: "", beat: 0 };
  let silent = 0;
  for (let looks = 0; !tryLock(); looks++) {
    if (looks === 0) say("Another process is setting up this clone; waiting for it");
    const holder = readHolder();
    if (holder !== undefined) {
      silent = holder.name === last.name && holder.beat === last.beat ? silent + 1 : 0;
      last = holder;
      const dead = !holder.pids.some(isAlive) || silent > patience;
      // Of several waiting processes only one finds the file by its old name.
      if (dead && moved(join(lock, holder.name), join(lock, me))) return;
    }
    await delay(pollMs);
    if (stoppedBy !== undefined) throw new SetupError("Setup was interrupted.");
  }
}

/** Renames a folder that already has the holder's name in it, so that there is never a lock without a holder. */
function tryLock() {
  if (existsSync(lock)) return false;
  const mine = `${lock}.${me}`;
  mkdirSync(mine);
  writeFileSync(join(mine, me), "");
  if (moved(mine, lock)) return true;
  rmSync(mine, { recursive: true });
  return false;
}

/**
 * The lock's holder: the name of its file, the process and the command that it runs, and the last sign of
 * life. Undefined when the lock has just been released.
 */
function readHolder() {
  try {
    const [name = ""] = readdirSync(lock);
    const file = join(lock, name);
    const pids = [Number.parseInt(name, 10), Number(readFileSync(file, "utf8"))];
    return { name, pids: pids.filter((pid) => pid > 0), beat: statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/** Gives a sign of life; if another process took the lock, because this one was suspended, this one stops. */
function beat() {
  try {
    utimesSync(join(lock, me), new Date(), new Date());
  } catch {
    stop("SIGTERM");
  }
}

function releaseLock() {
  if (!existsSync(join(lock, me))) return;
  const mine = `${lock}.${me}`;
  renameSync(lock, mine);
  rmSync(mine, { recursive: true });
}

/**
 * Renames a file or a folder; false when another process was quicker.
 * @param {string} from
 * @param {string} to
 */
function moved(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM" || code === "ENOENT") return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Stops the running command; setup ends when that has ended.
 * @param {NodeJS.Signals} name
 */
function stop(name) {
  stoppedBy = name;
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
