import { readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { Source } from "./source";

/** Thousands of connections; anything larger is another kind of file. */
const LARGEST = 1024 * 1024;

/** A file that cannot be read as text. */
export interface Unreadable {
  readonly file: string;
  /** Why, and what to do. */
  readonly message: string;
}

/** Reads a file of the project's folder: UTF-8 text, with or without a byte-order mark. */
export function readSource(folder: string, file: string): Source | Unreadable {
  try {
    const path = join(folder, file);
    const problem = problemWith(statSync(path));
    return problem === undefined ? decode(file, readFileSync(path)) : { file, message: problem };
  } catch (error) {
    return { file, message: `cannot be read (${codeOf(error)})` };
  }
}

/** Looked at before it is opened: reading a pipe would wait for ever. */
function problemWith(stats: Stats): string | undefined {
  if (stats.isDirectory()) return "is a folder; give it another name, or move it elsewhere";
  if (!stats.isFile()) return "is not a file";
  if (stats.size <= LARGEST) return undefined;
  return "is larger than 1 MB; split it into several files in the folder connections/, a stack each";
}

function decode(file: string, bytes: Uint8Array): Source | Unreadable {
  try {
    return new Source(file, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { file, message: "is not UTF-8 text; save it with that encoding" };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
