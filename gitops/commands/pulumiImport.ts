import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { Report } from "../report/schema";
import type { Services } from "../services";
import type { Context } from "./context";
import { fileOf, type Importable } from "./importable";
import { servicesOf } from "./reach";
import { seek } from "./seek";
import type { Shard } from "./shards";
import { survey } from "./survey/survey";

/** What an import for a program found. */
export interface ForPulumi {
  readonly report: Report;
  /** What the file of `pulumi import --file` is to hold. */
  readonly text: string;
}

/** What is looked for. */
export interface Wanted {
  /** The file that it goes into, as the report names it. */
  readonly file: string;
  /** The service to look at; absent: each that there is an API key for. */
  readonly kind: Kind | undefined;
  /** The SigSentry project to look at; absent: the one of the stack's file, else the configured one. */
  readonly project: string | undefined;
}

/** Finds what exists at the services, and no stack manages and no file names, for Pulumi to import. Writes nothing. */
export async function importForPulumi(
  context: Context,
  shard: Shard,
  { file, kind, project = shard.declared?.project }: Wanted,
): Promise<ForPulumi> {
  const known = await survey(context);
  const services = await servicesOf(context, shard, [], project);
  const configured =
    project === undefined ? services : await servicesOf(context, { ...shard, declared: undefined });
  const { entries, report } = await seek(shard, services, known, kind, {
    file,
    names: [
      ...(shard.declared === undefined ? [] : fileOf(shard.declared).names),
      ...known.recorded.filter(({ stack }) => stack === shard.name).map(({ name }) => name),
    ],
    defaults: {},
  });
  return { report, text: importFile(entries, (one) => projectBefore(one, services, configured)) };
}

/**
 * The file that `pulumi import --file` takes.
 *
 * @param projectOf the project that an id needs before it; `undefined`: none.
 */
export function importFile(
  entries: readonly Pick<Importable["entries"][number], "kind" | "name" | "connection">[],
  projectOf: (kind: Kind) => string | undefined,
): string {
  const resources = entries.map(({ kind, name, connection }) => {
    const project = projectOf(kind);
    const id = project === undefined ? connection.id : `${project}/${connection.id}`;
    return { type: providerKind(kind).pluginType, name, id };
  });
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

/** The project that is looked at, where Pulumi would look elsewhere. */
function projectBefore(kind: Kind, services: Services, configured: Services): string | undefined {
  const { projectId } = services.settingsOf(kind);
  return projectId === configured.settingsOf(kind).projectId ? undefined : projectId;
}
