import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** What a file in an archive is called, and what is in it: a text, or what the file of a path has. */
export type Entry = { readonly name: string } & ({ readonly text: string } | { readonly file: string });

/** The unit of a tar archive, in bytes. */
const BLOCK = 512;

/**
 * Packs files as a `.tar.gz`. The same files make the same bytes: no time, user or machine is in it. What comes from a
 * file can be run; a text cannot.
 */
export async function pack(archive: string, entries: readonly Entry[]): Promise<void> {
  await pipeline(Readable.from(parts(entries)), createGzip(), createWriteStream(archive));
}

/** A file's SHA-256 in hexadecimal digits. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function* parts(entries: readonly Entry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    const size = "file" in entry ? (await stat(entry.file)).size : Buffer.byteLength(entry.text);
    yield header(entry.name, size, "file" in entry ? 0o755 : 0o644);
    if ("file" in entry) yield* createReadStream(entry.file);
    else yield Buffer.from(entry.text);
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** The header of a regular file, by POSIX.1-1988 (ustar). */
function header(name: string, size: number, mode: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    block.write(value.toString(8).padStart(digits, "0"), at);
  block.write(name, 0);
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  // The sum is counted with spaces where it stands.
  block.write(" ".repeat(8), 148);
  block.write("0", 156);
  block.write("ustar\u000000", 257);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block[154] = 0;
  return block;
}
