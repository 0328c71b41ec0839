import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statfsSync,
  statSync,
} from "node:fs";

/** What is not read. */
export type NoRegularFile =
  | "a folder"
  | "a named pipe"
  | "a socket"
  | "a device"
  | "a view of the system"
  | "too large";

/** A file's content, or what there is instead of a file that is read. */
export type FileContent = { readonly bytes: Buffer } | { readonly is: NoRegularFile };

/**
 * Reads a regular file, and nothing else: a named pipe, a terminal or a socket would be waited for, and while this
 * process waits so, not even Ctrl-C reaches it; and what `/proc` and `/sys` show as files are none: a process's
 * environment, say, with everything that is secret in it.
 *
 * @param most how many bytes it may hold.
 * @throws Error of the system's where there is no such file, or it may not be read.
 */
export function readRegularFile(path: string, most: number): FileContent {
  const is = insteadOf(path, statSync(path));
  if (is !== undefined) return { is };
  // It may have become a pipe since: opening that is not waited for either.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    const since = insteadOf(path, stats);
    if (since !== undefined) return { is: since };
    return stats.size > most ? { is: "too large" } : readAll(descriptor, stats.size, most);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, though a file may grow meanwhile. */
function readAll(descriptor: number, size: number, most: number): FileContent {
  let bytes = Buffer.alloc(size + 1);
  let length = 0;
  while (length <= most) {
    if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * length, most + 1));
    const count = readSync(descriptor, bytes, length, bytes.length - length, null);
    if (count === 0) return { bytes: bytes.subarray(0, length) };
    length += count;
  }
  return { is: "too large" };
}

/** What is at a path instead of a regular file; `undefined`: such a file, or nothing. */
export function insteadOfFile(path: string): NoRegularFile | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && insteadOf(path, stats);
}

/**
 * The text of a regular file.
 *
 * @param most how many bytes it may hold.
 * @throws Error where it is none, or cannot be read.
 */
export function readTextFile(path: string, most: number): string {
  const content = readRegularFile(path, most);
  if ("bytes" in content) return content.bytes.toString("utf8");
  throw new Error(
    content.is === "too large" ? `${path} is too large.` : `${path} is ${content.is}, not a file.`,
  );
}

function insteadOf(path: string, stats: Stats): NoRegularFile | undefined {
  if (stats.isFile()) return isOfSystem(path) ? "a view of the system" : undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}

/** The file systems `proc` and `sysfs`, by the numbers that Linux has for them. */
const VIEWS: readonly number[] = [0x9fa0, 0x62656572];

/** By the system's own way along links, and wherever such a file system is mounted. */
function isOfSystem(path: string): boolean {
  if (/^\/(proc|sys)\//.test(realpathSync.native(path))) return true;
  return process.platform === "linux" && VIEWS.includes(statfsSync(path).type);
}
