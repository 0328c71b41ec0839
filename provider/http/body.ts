import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import { corrupt, type Failed, tooLarge } from "./errors";

/** The largest body that is read, in bytes, compressed and decompressed. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** How often a body may be compressed over: by the service, and by a proxy on the way. */
export const MAX_ENCODINGS = 2;

/** The compressions that are asked for. */
export const ACCEPTED_ENCODINGS = "gzip, br";

/** How much room a body is given at first, in bytes. */
const FIRST_ROOM = 64 * 1024;

type Decompress = (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["br", promisify(brotliDecompress)],
  ["deflate", promisify(inflate)],
]);

/**
 * Reads a body to its end as UTF-8; bytes that are none become U+FFFD.
 *
 * @param encoding the `Content-Encoding`, which may name several, in the order in which they were applied.
 * @param cut ends the work between two steps, each of which is bounded.
 * @throws NetworkError when the body is too large, as it comes or decompressed, or cannot be decompressed.
 */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  failed: Failed,
  cut?: AbortSignal,
): Promise<string> {
  const encodings = encodingsIn(encoding);
  if (encodings.length > MAX_ENCODINGS) throw corrupt(failed, `${encodings.length} times over`);
  let bytes = await readBytes(body, failed);
  for (const name of encodings.reverse()) {
    cut?.throwIfAborted();
    bytes = await decompressed(bytes, name, failed);
  }
  cut?.throwIfAborted();
  return new TextDecoder().decode(bytes);
}

function encodingsIn(header: string): string[] {
  const names = header.split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "" && name !== "identity");
}

/** Kept in one piece: one that comes byte by byte would take a hundred times its size in pieces. */
async function readBytes(body: AsyncIterable<Uint8Array>, failed: Failed): Promise<Uint8Array> {
  let room = new Uint8Array(FIRST_ROOM);
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.length > MAX_BODY_BYTES) throw tooLarge(failed, MAX_BODY_BYTES);
    if (size + chunk.length > room.length) {
      const larger = new Uint8Array(Math.max(2 * room.length, size + chunk.length));
      larger.set(room);
      room = larger;
    }
    room.set(chunk, size);
    size += chunk.length;
  }
  return room.subarray(0, size);
}

/** An empty body stays empty, whatever compression is announced for it. */
async function decompressed(bytes: Uint8Array, encoding: string, failed: Failed): Promise<Uint8Array> {
  if (bytes.length === 0) return bytes;
  const decompress = DECOMPRESS.get(encoding);
  if (decompress === undefined) throw corrupt(failed, "that was not asked for");
  try {
    return await decompress(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? tooLarge(failed, MAX_BODY_BYTES) : corrupt(failed, encoding);
  }
}
