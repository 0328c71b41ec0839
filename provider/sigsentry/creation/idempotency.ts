import { createHmac } from "node:crypto";

/** What a creation is about; the same parts give the same key, in every process. */
export interface Creation {
  /** Tells the resource from every other. */
  readonly identity: string;
  readonly projectId: string | undefined;
  /** What is sent. */
  readonly body: object;
  /** What earlier keys of this creation led to, in order: ids of connections deleted since, or nothing. */
  readonly spent: readonly (string | undefined)[];
}

/**
 * The `Idempotency-Key` of a creation, 43 characters. Keyed with the API key: it tells nothing of the credentials
 * in the body to whoever sees it in a log.
 */
export function idempotencyKey(apiKey: string, { identity, projectId, body, spent }: Creation): string {
  const parts = JSON.stringify([identity, projectId ?? null, body, spent]);
  return createHmac("sha256", apiKey).update(parts).digest("base64url");
}
