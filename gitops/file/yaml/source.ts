import { join } from "node:path";
import { LineCounter } from "yaml";
import { type NoRegularFile, readRegularFile } from "../../../provider/files/regularFile";

/** A place in a file, as editors and compilers write it: both counts start at 1. */
export interface Place {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Part of a file's text. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** The text that a span covers. */
export function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** A file's text, and where its lines are. */
export class Source {
  readonly #lines = new LineCounter();

  constructor(
    /** Relative to the project's folder, with forward slashes. */
    readonly file: string,
    /** Without a byte-order mark. */
    readonly text: string,
  ) {
    this.#lines.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) this.#lines.addNewLine(index + 1);
  }

  /** Where an offset is. */
  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line, column: col };
  }

  /** The offset at which a line starts. */
  lineStart(line: number): number {
    return this.#lines.lineStarts[line - 1] ?? this.text.length;
  }

  /** A line without its break. */
  line(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineStart(line + 1)).replace(/\r?\n$/, "");
  }
}

/** A place as editors and terminals recognise it. */
export function renderPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Thousands of connections; anything larger is another kind of file. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A file that cannot be read as text. */
export interface Unreadable {
  readonly file: string;
  /** Why, and what to do. */
  readonly message: string;
}

/** Reads a file of the project's folder: UTF-8 text, with or without a byte-order mark. */
export function readSource(folder: string, file: string): Source | Unreadable {
  try {
    const content = readRegularFile(join(folder, file), MAX_FILE_BYTES);
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
