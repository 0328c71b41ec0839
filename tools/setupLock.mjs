/**
 * A lock between the processes that set up one clone, with nothing but Node's own modules. It is a folder with one
 * file in it: the file's name is the holder's, its text is the process that the holder waits for, and its time is
 * the holder's last sign of life.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How often the lock's holder gives a sign of life, and how often a waiting process looks, in milliseconds. */
const beatMs = 2_000;
const pollMs = 200;
/** Looks without a sign of life after which the holder counts as dead: a minute. */
const patience = 300;

/** Where the number of a process means what it means here. */
const place = createHash("sha256").update(placeName()).digest("hex").slice(0, 12);
const me = `${process.pid}-${place}-${randomUUID()}`;

/**
 * Runs `work` while no other process does so with the same lock; waits as long as another one gives signs of life.
 * `work` is given a function to tell which process it starts: whoever finds this one killed waits for that.
 *
 * @param {string} lock the folder that is the lock.
 * @param {{ signal: AbortSignal, onWait: () => void, onLost: () => void }} options `signal` ends the waiting;
 *   `onLost` is called when another process took the lock because this one was suspended for long.
 * @param {(starts: (pid: number | undefined) => void) => Promise<void>} work
 */
export async function withLock(lock, { signal, onWait, onLost }, work) {
  await acquire(lock, signal, onWait);
  const beating = setInterval(() => beat(lock, onLost), beatMs);
  try {
    await work((pid) => writeFileSync(join(lock, me), String(pid)));
  } finally {
    clearInterval(beating);
    release(lock);
  }
}

/**
 * @param {string} lock
 * @param {AbortSignal} signal
 * @param {() => void} onWait
 */
async function acquire(lock, signal, onWait) {
  let last = { name: "", beat: 0 };
  let silent = 0;
  for (let looks = 0; !tryLock(lock); looks++) {
    if (looks === 0) onWait();
    const holder = readHolder(lock);
    if (holder !== undefined) {
      silent = holder.name === last.name && holder.beat === last.beat ? silent + 1 : 0;
      last = holder;
      const dead = isGone(holder) || silent > patience;
      // Of several waiting processes only one finds the file by its old name.
      if (dead && moved(join(lock, holder.name), join(lock, me))) return;
    }
    await delay(pollMs);
    signal.throwIfAborted();
  }
}

/**
 * Renames a folder that already has the holder's name in it, so that there is never a lock without a holder.
 * @param {string} lock
 */
function tryLock(lock) {
  if (existsSync(lock)) return false;
  const mine = `${lock}.${me}`;
  mkdirSync(mine);
  writeFileSync(join(mine, me), "");
  if (moved(mine, lock)) return true;
  rmSync(mine, { recursive: true });
  return false;
}

/**
 * The lock's holder: the name of its file, the process and the one that it waits for, and the last sign of life.
 * Undefined when the lock has just been released.
 * @param {string} lock
 */
function readHolder(lock) {
  try {
    const [name = ""] = readdirSync(lock);
    const file = join(lock, name);
    const pids = [Number.parseInt(name, 10), Number(readFileSync(file, "utf8"))];
    return { name, pids: pids.filter((pid) => pid > 0), beat: statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/**
 * @param {string} lock
 * @param {() => void} onLost
 */
function beat(lock, onLost) {
  try {
    utimesSync(join(lock, me), new Date(), new Date());
  } catch {
    onLost();
  }
}

/** @param {string} lock */
function release(lock) {
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

/** Containers that share a clone count their own processes, and share the host's name. */
function placeName() {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/**
 * Whether the holder, and what it waits for, is certainly gone; of those in another place only time tells.
 * @param {{ name: string, pids: number[] }} holder
 */
function isGone({ name, pids }) {
  return name.split("-")[1] === place && !pids.some(isAlive);
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
