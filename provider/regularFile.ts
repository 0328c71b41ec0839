import { closeSync, constants, openSync, readSync, type Stats, statSync } from "node:fs";

/** What is not read. */
export type NoRegularFile = "a folder" | "a named pipe" | "a socket" | "a device" | "too large";

/** A file's content, or what there is instead of a file that is read. */
export type FileContent = { readonly bytes: Buffer } | { readonly is: NoRegularFile };

/**
 * Reads a regular file, and nothing else: a named pipe, a terminal or a socket would be waited for, and while this
 * process waits so, not even Ctrl-C reaches it. What has no size of its own, as in `/proc`, is bounded all the same.
 *
 * @param most how many bytes it may hold.
 * @throws Error of the system's where there is no such file, or it may not be read.
 */
export function readRegularFile(path: string, most: number): FileContent {
  const stats = statSync(path);
  if (!stats.isFile()) return { is: whatElse(stats) };
  // It may have become a pipe since: opening that is not waited for either.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    while (length <= most) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (count === 0) return { bytes: bytes.subarray(0, length) };
      length += count;
    }
    return { is: "too large" };
  } finally {
    closeSync(descriptor);
  }
}

/** What is at a path instead of a regular file; `undefined`: such a file, or nothing. */
export function insteadOfFile(path: string): NoRegularFile | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile() ? undefined : whatElse(stats);
}

function whatElse(stats: Stats): NoRegularFile {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return "a device";
}
