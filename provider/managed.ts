import { createHash } from "node:crypto";
import type { Environment } from "./settings";

/**
 * Tells the provider which connections the stacks of a project record: what a creation finds there is not its own.
 * Whoever runs one stack alone need not set it.
 */
export const MANAGED = "REPO_CONNECTIONS_MANAGED";

/** One in 10^10 of all ids has that of another one. A variable has no room for thousands of ids as they are. */
const DIGEST_LENGTH = 6;

const digestOf = (id: string) => createHash("sha256").update(id).digest("base64url").slice(0, DIGEST_LENGTH);

/** Connections as the text of {@link MANAGED}. */
export function managedToText(ids: readonly string[]): string {
  return ids.map(digestOf).join(",");
}

/** Tells of an id whether a stack records it, as far as the environment tells. */
export function managedIn(environment: Environment): (id: string) => boolean {
  const digests = new Set(environment[MANAGED]?.split(",") ?? []);
  return (id) => digests.has(digestOf(id));
}
