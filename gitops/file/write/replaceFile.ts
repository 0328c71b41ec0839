import { randomUUID } from "node:crypto";
import { chmod, realpath, rename, rm, stat, writeFile } from "node:fs/promises";

/** Writes a file as a whole or, whatever interrupts it, not at all. Its permissions stay, and a link to it stays one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await targetOf(path);
  const mode = await stat(target).then(
    (stats) => stats.mode,
    () => undefined,
  );
  const temporary = temporaryFor(target);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Whether {@link replaceFile} could write there; leaves everything as it is.
 *
 * @throws Error of the system's where it could not.
 */
export async function tryToReplace(path: string): Promise<void> {
  const temporary = temporaryFor(await targetOf(path));
  await writeFile(temporary, "", { flag: "wx" });
  await rm(temporary);
}

const targetOf = (path: string) => realpath(path).catch(() => path);

const temporaryFor = (target: string) => `${target}.${randomUUID()}`;
