import { z } from "zod";
import type { Project } from "./accounts";
import { validationErrorOf } from "./errors";
import type { Settings } from "./settings";
import type { Connection } from "./store";

/** Undocumented, chosen: at most a hundred connections a page, and 400 for a page or limit that is no such number. */
const pageSchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

/** The `data` of a list, newest first: a bare array, or a page of it when the settings say so. */
export function listData(
  connections: readonly Connection[],
  project: Project,
  settings: Settings,
  query: Record<string, string>,
): unknown {
  if (settings.listShape === "array") return connections.map((each) => listed(each, project, settings));
  const asked = pageSchema.safeParse(query);
  if (!asked.success) throw validationErrorOf(asked.error);
  const { page, limit = settings.pageSize } = asked.data;
  const items = connections
    .slice((page - 1) * limit, page * limit)
    .map((each) => listed(each, project, settings));
  const total = connections.length;
  return { items, pagination: { page, limit, total, totalPages: Math.ceil(total / limit) } };
}

/** A connection as it is listed: without its credentials. */
function listed(connection: Connection, project: Project, settings: Settings): Record<string, unknown> {
  const owner = { tenantId: project.tenantId, projectId: project.id };
  return {
    ...(settings.extraFields === null ? {} : { ...owner, ...settings.extraFields }),
    id: connection.id,
    platform: connection.platform,
    repositories: ordered(connection.repositories, settings.listOrder, (repository) => repository),
    serviceMappings: ordered(
      connection.serviceMappings,
      settings.listOrder,
      (mapping) => mapping.serviceName,
    ),
    lookbackDays: connection.lookbackDays,
    isActive: connection.isActive,
    createdAt: new Date(connection.createdAt).toISOString(),
    updatedAt: new Date(connection.updatedAt).toISOString(),
    ...connection.listedAs,
  };
}

function ordered<Item>(
  items: readonly Item[],
  order: Settings["listOrder"],
  name: (item: Item) => string,
): Item[] {
  if (order === "reversed") return [...items].reverse();
  if (order === "sorted") return [...items].sort((a, b) => (name(a) < name(b) ? -1 : 1));
  return [...items];
}
