import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";
import { corrupt, type Failed, tooLarge } from "./errors";

/** The largest body that is read, in bytes, compressed and decompressed. */
export const LARGEST_BODY = 16 * 1024 * 1024;

/** The compressions that are asked for. */
export const ACCEPTED_ENCODINGS = "gzip, br";

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
 * @throws NetworkError when the body is too large, as it comes or decompressed, or cannot be decompressed.
 */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  failed: Failed,
): Promise<string> {
  let bytes: Uint8Array = await readBytes(body, failed);
  for (const name of encoding.toLowerCase().split(",").reverse()) {
    bytes = await decompressed(bytes, name.trim(), failed);
  }
  return new TextDecoder().decode(bytes);
}

async function readBytes(body: AsyncIterable<Uint8Array>, failed: Failed): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw tooLarge(failed, LARGEST_BODY);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** An empty body stays empty, whatever compression is announced for it. */
async function decompressed(bytes: Uint8Array, encoding: string, failed: Failed): Promise<Uint8Array> {
  if (bytes.length === 0 || encoding === "" || encoding === "identity") return bytes;
  const decompress = DECOMPRESS.get(encoding);
  if (decompress === undefined) throw corrupt(failed, "that was not asked for");
  try {
    return await decompress(bytes, { maxOutputLength: LARGEST_BODY });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooLarge ? tooLarge(failed, LARGEST_BODY) : corrupt(failed, encoding);
  }
}
