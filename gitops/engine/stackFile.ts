import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readProjectFile, readPulumiFile } from "../file/pulumiFile";

/** A stack's settings in its file. Whatever else than a text stands there under a key, Pulumi has a way of its own to read. */
const stackFile = z.looseObject({
  environment: z.unknown().optional(),
  config: z.union([z.record(z.string(), z.unknown()), z.literal("")]).optional(),
});
/** What every reader of YAML takes for the same text: no number, no date, no word that means something else. */
const SURE = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[A-Za-z][\w.:/@-]*$/i;
const plainValues = z.record(z.string().regex(/^[^:]+:[^:]+$/), z.string().regex(SURE));
const projectFile = z.looseObject({
  config: z.unknown().optional(),
  /** Where the files of the stacks are. */
  stackConfigDir: z.string().optional(),
});

/** Whether Pulumi gives what runs for a stack another environment than this process has, or that cannot be told. */
export function hasEnvironment(folder: string, stack: string): boolean {
  const file = fileOf(folder, stack);
  if (file === undefined) return false;
  const settings = readPulumiFile(file, stackFile);
  return settings === undefined || settings.environment !== undefined;
}

/**
 * A stack's configuration, where Pulumi need not be asked for it: it is all in the stack's file, and in the clear.
 * `undefined`: there may be more to it.
 */
export function plainConfig(folder: string, stack: string): Readonly<Record<string, string>> | undefined {
  if (readProjectFile(folder, projectFile)?.config !== undefined) return undefined;
  const file = fileOf(folder, stack);
  if (file === undefined) return {};
  const settings = readPulumiFile(file, stackFile);
  if (settings === undefined || settings.environment !== undefined) return undefined;
  return plainValues.safeParse(settings.config || {}).data;
}

function fileOf(folder: string, stack: string): string | undefined {
  const { config, stackConfigDir = typeof config === "string" ? config : "." } =
    readProjectFile(folder, projectFile) ?? {};
  return ["yaml", "yml", "json"]
    .map((ending) => join(folder, stackConfigDir, `Pulumi.${stack}.${ending}`))
    .find((path) => existsSync(path));
}
