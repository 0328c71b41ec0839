import { join } from "node:path";
import { readTextFile } from "../../provider/files/regularFile";
import type { Kind } from "../../provider/kinds/names";
import { appendConnections, MAX_FILE_BYTES } from "../file";
import type { Report } from "../report/schema";
import type { Context } from "./context";
import { fileOf } from "./importable";
import { servicesOf } from "./reach";
import { seek } from "./seek";
import type { Shard } from "./shards";
import { survey } from "./survey/survey";

/** What an import found. */
export interface Imported {
  readonly report: Report;
  /** The file that it belongs to, from the project's folder. */
  readonly file: string;
  /** What the file would be with it. */
  readonly text: string;
}

/**
 * Finds what exists at the services, and no stack manages and no file names, and puts it into the text of a stack's
 * file: with its id as `adopt`, and never a secret. What a file cannot declare is left out, and named. Writes nothing,
 * neither there nor here nor in the state.
 *
 * @param kind the service to look at; absent: each that there is an API key for.
 */
export async function importInto(context: Context, shard: Shard, kind: Kind | undefined): Promise<Imported> {
  const { declared } = shard;
  if (declared === undefined) throw new Error(`No file declares stack ${shard.name}.`);
  const known = await survey(context);
  const services = await servicesOf(context, shard);
  const { entries, report } = await seek(shard, services, known, kind, fileOf(declared));
  const before = readTextFile(join(context.declarations.folder, declared.file), MAX_FILE_BYTES);
  return {
    report,
    file: declared.file,
    text: entries.length === 0 ? before : appendConnections(before, entries, declared.file),
  };
}
