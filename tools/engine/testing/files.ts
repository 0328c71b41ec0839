import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A temporary folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "engine-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a shell script that can be executed, and the folders on the way to it. */
export async function writeScript(file: string, ...lines: string[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${["#!/bin/sh", ...lines].join("\n")}\n`);
  await chmod(file, 0o755);
}

/** Writes the three files of an engine into a folder; its `pulumi` prints the version and does nothing else. */
export async function writeEngine(binDir: string, version: string): Promise<void> {
  await writeScript(path.join(binDir, "pulumi"), `echo v${version}`);
  await writeScript(path.join(binDir, "pulumi-language-nodejs"));
  await writeScript(path.join(binDir, "pulumi-resource-pulumi-nodejs"));
}
