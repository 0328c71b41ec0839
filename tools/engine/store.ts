import { createHash } from "node:crypto";
import {
  access,
  chmod,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { z } from "zod";
import { here } from "../../gitops/engine/processes";
import type { Kit } from "./kit";
import { reasonOf, unusableCacheMessage } from "./messages";
import { EngineError } from "./types";

const markerName = "engine.json";
const Marker = z.object({ version: z.string() });
const leftoverMaxAgeMs = 24 * 60 * 60 * 1000;

/** A kit that is kept. */
export interface Kept {
  readonly version: string;
  /** Absolute folder of its executables. */
  readonly binDir: string;
}

/** The kit kept in this root folder, or undefined when there is none or a file of it is missing. */
export async function kept(root: string, kit: Pick<Kit, "files">): Promise<Kept | undefined> {
  const binDir = path.join(root, "bin");
  try {
    const { version } = Marker.parse(JSON.parse(await readFile(path.join(root, markerName), "utf8")));
    for (const file of kit.files) await access(path.join(binDir, file), constants.X_OK);
    return { version, binDir };
  } catch {
    return undefined;
  }
}

/**
 * Has `make` fill a temporary folder beside `root` and gives it its name only when all is there: a process
 * killed half-way leaves a folder that nobody takes for a kit. `make` gets the folder to fill and a
 * scratch folder, both of which are gone afterwards if it fails.
 */
export async function keep(
  root: string,
  kit: Pick<Kit, "name" | "version" | "files">,
  make: (folder: string, scratch: string) => Promise<void>,
): Promise<Kept> {
  const folder = await mkdtemp(path.join(path.dirname(root), `.making-${placeHere()}-${process.pid}-`));
  const scratch = path.join(folder, "scratch");
  try {
    await mkdir(scratch);
    await make(folder, scratch);
    await rm(scratch, { recursive: true, force: true });
    await writeFile(path.join(folder, markerName), `${JSON.stringify({ version: kit.version })}\n`);
    if ((await kept(folder, kit)) === undefined) throw new Error(`a file of the ${kit.name} is missing`);
    // Made for its owner only; a cache that is shared is to be readable by the others too.
    await chmod(folder, 0o755);
    await putInPlace(folder, root, kit);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  const made = await kept(root, kit);
  if (made === undefined) throw new Error(`the ${kit.name} vanished from ${root}`);
  return made;
}

/** If another process was quicker, what it made is as good as ours. */
async function putInPlace(folder: string, root: string, kit: Pick<Kit, "files">): Promise<void> {
  if ((await kept(root, kit)) !== undefined) return;
  await rm(root, { recursive: true, force: true });
  try {
    await rename(folder, root);
  } catch (error) {
    if ((await kept(root, kit)) === undefined) throw error;
  }
}

/** Removes what killed processes left half-made in the cache folder. */
export async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(".making-")) continue;
    const { place, pid } = /^\.making-(?<place>\w+)-(?<pid>\d+)-/.exec(name)?.groups ?? {};
    const folder = path.join(cache, name);
    const old = Date.now() - (await stat(folder)).mtimeMs > leftoverMaxAgeMs;
    // The number of a dead process may have been given to another one, hence the age.
    if (old || (place === placeHere() && !isAlive(Number(pid))))
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Where the number of a process means what it means here: containers count their own, and may share a cache. */
export function placeHere(): string {
  return createHash("sha256").update(placeName()).digest("hex").slice(0, 12);
}

function placeName(): string {
  try {
    return JSON.stringify(here());
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Makes the cache folder. Throws an {@link EngineError} that names the way out when that is not allowed. */
export async function makeCacheFolder(cache: string): Promise<void> {
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
  } catch (error) {
    throw new EngineError(unusableCacheMessage(cache, reasonOf(error)));
  }
}
