import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as undici from "undici";
import { dispatcherFor } from "../../provider/http/proxies";
import { type Archive, archiveFor } from "./archives";
import { toolEnvironment } from "./environment";
import { reasonOf } from "./messages";
import type { Making, Way } from "./obtain";
import { run } from "./run";
import { step } from "./step";
import { engineVersion } from "./version";

const reachDeadlineMs = 5_000;
const downloadDeadlineMs = 10 * 60_000;

/** Twice the size of any archive, in bytes. */
const largestArchive = 512 * 1024 * 1024;

/** Downloads the archive that Pulumi has released, and unpacks it if it is the very one. No script of anybody's is run. */
export const officialDownload: Way = { name: "official download", source: "download", make: download };

async function download(making: Making): Promise<void> {
  const archive = archiveFor(process.platform, process.arch);
  if (archive === undefined)
    throw new Error(`no checksum of a ${process.platform}-${process.arch} archive is known`);
  await reach(archive.url, making.signal, reachDeadlineMs);
  await install(archive, making);
}

/**
 * Installs an archive into the folder that is to be filled.
 *
 * @throws Error where it cannot be had, or is another one than the checksum says; nothing of it is unpacked then.
 */
export async function install(archive: Archive, { folder, scratch, env, signal, onProgress }: Making) {
  const file = path.join(scratch, path.basename(new URL(archive.url).pathname));
  const unpacked = path.join(scratch, "unpacked");
  await step(onProgress, `Downloading the Pulumi engine ${engineVersion}: about a minute, once`, async () => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(downloadDeadlineMs)]);
    await fetchChecked(archive, file, deadline);
    await mkdir(unpacked);
    await run("tar", ["-xf", file, "-C", unpacked], { env: toolEnvironment(env, [], {}), signal });
  });
  await rename(path.join(unpacked, archive.folder), path.join(folder, "bin"));
}

/** Through the proxies of the environment, if any; Node's own `fetch` knows of none before version 24. */
async function request(url: string, init: undici.RequestInit) {
  const timeouts = { connectMs: reachDeadlineMs, connections: 1 };
  return undici.fetch(url, { ...init, dispatcher: dispatcherFor(undici, url, timeouts) });
}

async function fetchChecked({ url, algorithm, checksum }: Archive, file: string, signal: AbortSignal) {
  const response = await request(url, { signal });
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  const hash = createHash(algorithm);
  let size = 0;
  const check = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > largestArchive ? new Error(`${url} is larger than any archive`) : null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), check, createWriteStream(file), { signal });
  const found = hash.digest("hex");
  if (found !== checksum)
    throw new Error(
      `${url} is not what was released: its ${algorithm} is ${found}, not ${checksum}; nothing of it was unpacked`,
    );
}

/** Resolves when the server answers anything over HTTP; rejects with a short reason after `deadlineMs` at most. */
export async function reach(url: string, signal: AbortSignal, deadlineMs: number): Promise<void> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    await request(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.any([signal, deadline]) });
  } catch (error) {
    signal.throwIfAborted();
    const reason = deadline.aborted ? `no answer in ${deadlineMs / 1000} s` : networkReason(error);
    throw new Error(`${new URL(url).host} cannot be reached (${reason})`);
  }
}

/** fetch itself says only "fetch failed"; its cause has the code, for example ENOTFOUND. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return reasonOf(error);
}
