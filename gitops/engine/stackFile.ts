import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readTextFile } from "../../provider/files/regularFile";
import { projectFileIn } from "../file/files";

/** The largest of Pulumi's files that is looked into, in bytes. */
const MAX_BYTES = 1024 * 1024;

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
  const settings = read(file, stackFile);
  return settings === undefined || settings.environment !== undefined;
}

/**
 * A stack's configuration, where Pulumi need not be asked for it: it is all in the stack's file, and in the clear.
 * `undefined`: there may be more to it.
 */
export function plainConfig(folder: string, stack: string): Readonly<Record<string, string>> | undefined {
  if (readProject(folder)?.config !== undefined) return undefined;
  const file = fileOf(folder, stack);
  if (file === undefined) return {};
  const settings = read(file, stackFile);
  if (settings === undefined || settings.environment !== undefined) return undefined;
  return plainValues.safeParse(settings.config || {}).data;
}

function readProject(folder: string): z.output<typeof projectFile> | undefined {
  const project = projectFileIn(folder);
  return project === undefined ? undefined : read(join(folder, project), projectFile);
}

function fileOf(folder: string, stack: string): string | undefined {
  const { config, stackConfigDir = typeof config === "string" ? config : "." } = readProject(folder) ?? {};
  return ["yaml", "yml", "json"]
    .map((ending) => join(folder, stackConfigDir, `Pulumi.${stack}.${ending}`))
    .find((path) => existsSync(path));
}

/** What a file has, each value as it is written; `undefined` where it cannot be read: Pulumi says why. */
function read<Form extends z.ZodType>(file: string, form: Form): z.output<Form> | undefined {
  try {
    const content: unknown = parse(readTextFile(file, MAX_BYTES), { schema: "failsafe" });
    return form.safeParse(content || {}).data;
  } catch {
    return undefined;
  }
}
