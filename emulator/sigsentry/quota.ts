import type { Project } from "./accounts";
import { ApiError } from "./errors";
import type { Settings } from "./settings";
import type { Connection } from "./store";

/**
 * Refuses (403 `QUOTA_EXCEEDED`) when a project would have more repositories than its plan allows. All connections
 * of the project count, paused ones too; `replaced` is the connection about to be updated.
 */
export function checkQuota(
  project: Project,
  quotas: Settings["quotas"],
  stored: readonly Connection[],
  repositories: readonly string[],
  replaced?: Connection,
): void {
  const allowed = quotas[project.plan];
  const before = replaced?.repositories.length ?? 0;
  // What only shrinks a project is let through, even when its plan has become smaller than what it has.
  if (repositories.length <= before) return;
  const others = stored.filter(({ id }) => id !== replaced?.id);
  const total = others.reduce((sum, connection) => sum + connection.repositories.length, repositories.length);
  if (total <= allowed) return;
  throw new ApiError(
    403,
    "QUOTA_EXCEEDED",
    `The plan ${project.plan} allows ${allowed} repositories per project.`,
  );
}
