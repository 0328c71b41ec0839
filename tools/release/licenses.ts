import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * The licences of everything that an executable is made of, which ask to be handed on with it.
 *
 * @param folders of the packages.
 * @param node Node.js's own.
 */
export function licensesOf(folders: readonly string[], node: string): string {
  const packages = folders.map((folder) => {
    const { name, version, license } = manifestSchema.parse(
      JSON.parse(readFileSync(join(folder, "package.json"), "utf8")),
    );
    return section(`${name} ${version} (${license})`, textIn(folder));
  });
  return [...packages, section("Node.js", node)].join("\n");
}

function section(title: string, text: string): string {
  return `${title}\n${"-".repeat(title.length)}\n\n${text.trim()}\n`;
}

/** @throws Error where there is none: somebody has to decide what is handed on then. */
function textIn(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no text of its licence.`);
  return readFileSync(join(folder, file), "utf8");
}
