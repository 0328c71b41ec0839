import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kind } from "../../provider/kinds/names";
import { VERSION } from "../../provider/version";
import { pack, sha256 } from "./archive";
import { bundle, ROOT } from "./bundle";
import { makeExecutable, prepare } from "./executable";
import { licensesOf } from "./licenses";
import { nodeFor, nodeLicense } from "./nodeFor";
import { type Target, targetOf } from "./targets";

/** Where the SHA-256 of each archive stands, in the form that `sha256sum --check` reads. */
export const CHECKSUMS = "checksums.txt";

/** What is made. */
export interface Release {
  /** A new folder, or an empty one. */
  readonly out: string;
  readonly kinds: readonly Kind[];
  readonly targets: readonly Target[];
}

type Say = (message: string) => void;

/** How Pulumi calls a plugin's archive. */
export function archiveName(kind: Kind, { os, arch }: Target): string {
  return `pulumi-resource-${kind}-v${VERSION}-${os}-${arch}.tar.gz`;
}

/**
 * Makes the plugins' executables, each in an archive as `pulumi plugin install` takes it, and a file with their checksums.
 *
 * @param say tells what is under way.
 */
export async function release({ out, kinds, targets }: Release, say: Say): Promise<void> {
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0) throw new Error(`${out} is not empty: give a new folder.`);
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    const programs = await programsOf(kinds, folder, say);
    for (const target of targets) {
      const node = await nodeFor(target, folder);
      for (const program of programs) {
        say(archiveName(program.kind, target));
        await archive(program, { target, node, folder, out });
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const archives = (await readdir(out)).sort();
  const lines = await Promise.all(
    archives.map(async (name) => `${await sha256(join(out, name))}  ${name}\n`),
  );
  await writeFile(join(out, CHECKSUMS), lines.join(""));
}

/** A plugin, ready to become executables. */
interface Program {
  readonly kind: Kind;
  readonly prepared: string;
  /** The licences of all that is in them. */
  readonly licenses: string;
}

/** The plugins, prepared by the same Node.js as they will have. */
async function programsOf(kinds: readonly Kind[], folder: string, say: Say): Promise<Program[]> {
  const node = await nodeFor(targetOf(process.platform, process.arch), folder);
  const license = await nodeLicense(folder);
  const programs: Program[] = [];
  for (const kind of kinds) {
    say(`${kind}: the plugin as one file`);
    const file = join(folder, `${kind}.js`);
    const licenses = licensesOf([ROOT, ...(await bundle(kind, file))], license);
    programs.push({ kind, licenses, prepared: await prepare(file, node) });
  }
  return programs;
}

/** @param folder where what is archived is made. */
async function archive(
  { kind, prepared, licenses }: Program,
  { target, node, folder, out }: { target: Target; node: string; folder: string; out: string },
): Promise<void> {
  const name = `pulumi-resource-${kind}${target.os === "windows" ? ".exe" : ""}`;
  const file = join(folder, name);
  await makeExecutable(file, { target, node, prepared });
  await pack(join(out, archiveName(kind, target)), [
    { name, file },
    { name: "LICENSES.txt", text: licenses },
  ]);
}
