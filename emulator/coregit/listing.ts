import type { Settings } from "./settings";
import type { Connection } from "./store";

/** A connection as it is listed: without its token. */
export function listed(
  connection: Connection,
  extraFields: Settings["extraFields"],
): Record<string, unknown> {
  const { id, provider, label, externalUsername, lastSyncedAt, createdAt, updatedAt } = connection;
  return {
    ...extraFields,
    id,
    provider,
    label,
    external_username: externalUsername,
    last_synced_at: isoOrNull(lastSyncedAt),
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    ...connection.listedAs,
  };
}

/** What a create answers; its `created_at` is always a millisecond off the stored one, which the service's can be. */
export function created({ id, provider, label, externalUsername, createdAt }: Connection): object {
  return { id, provider, label, external_username: externalUsername, created_at: iso(createdAt + 1) };
}

/** A moment (milliseconds since 1970) as ISO 8601. */
export function iso(moment: number): string {
  return new Date(moment).toISOString();
}

/** The same for one that may not be there. */
export function isoOrNull(moment: number | null): string | null {
  return moment === null ? null : iso(moment);
}
