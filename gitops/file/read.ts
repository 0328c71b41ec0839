import { join } from "node:path";
import { type NoRegularFile, readRegularFile } from "../../provider/files/regularFile";
import { Source } from "./source";

/** Thousands of connections; anything larger is another kind of file. */
export const LARGEST_FILE = 1024 * 1024;

/** A file that cannot be read as text. */
export interface Unreadable {
  readonly file: string;
  /** Why, and what to do. */
  readonly message: string;
}

/** Reads a file of the project's folder: UTF-8 text, with or without a byte-order mark. */
export function readSource(folder: string, file: string): Source | Unreadable {
  try {
    const content = readRegularFile(join(folder, file), LARGEST_FILE);
    return "bytes" in content ? decode(file, content.bytes) : { file, message: MESSAGES[content.is] };
  } catch (error) {
    return { file, message: `cannot be read (${codeOf(error)})` };
  }
}

const MESSAGES: Readonly<Record<NoRegularFile, string>> = {
  "a folder": "is a folder; give it another name, or move it elsewhere",
  "a named pipe": "is a named pipe, not a file",
  "a socket": "is a socket, not a file",
  "a device": "is a device, not a file",
  "a view of the system": "is a view of the system, not a file",
  "too large": "is larger than 1 MB; split it into several files in the folder connections/, a stack each",
};

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
