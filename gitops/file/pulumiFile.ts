import { join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { readTextFile } from "../../provider/files/regularFile";
import { projectFileIn } from "./files";

/** The largest of Pulumi's files that is looked into, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** What a file of Pulumi's has, each value as it is written; `undefined` where it cannot be read: Pulumi says why. */
export function readPulumiFile<Form extends z.ZodType>(file: string, form: Form): z.output<Form> | undefined {
  try {
    const content: unknown = parse(readTextFile(file, MAX_BYTES), { schema: "failsafe" });
    return form.safeParse(content || {}).data;
  } catch {
    return undefined;
  }
}

/** {@link readPulumiFile} of a folder's `Pulumi.yaml`; `undefined` also where there is none. */
export function readProjectFile<Form extends z.ZodType>(
  folder: string,
  form: Form,
): z.output<Form> | undefined {
  const file = projectFileIn(folder);
  return file === undefined ? undefined : readPulumiFile(join(folder, file), form);
}
