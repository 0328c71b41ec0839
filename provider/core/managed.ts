import { createHash } from "node:crypto";
import type { Environment } from "../contract";

/**
 * Tells the provider which connections the stacks of a project record: what a creation finds there is not its own.
 * Whoever runs one stack alone need not set it.
 */
export const MANAGED = "REPO_CONNECTIONS_MANAGED";

/** One in 10^10 of all ids has that of another one. A variable has no room for thousands of ids as they are. */
const DIGEST_LENGTH = 6;

/** A connection of a service; two services may give the same id. */
interface Managed {
  readonly kind: string;
  readonly id: string;
}

const digestOf = ({ kind, id }: Managed) =>
  createHash("sha256").update(`${kind}\n${id}`).digest("base64url").slice(0, DIGEST_LENGTH);

/** Connections as the text of {@link MANAGED}. */
export function managedToText(connections: readonly Managed[]): string {
  return connections.map(digestOf).join(",");
}

/** Tells of an id of a kind whether a stack records it, as far as the environment tells. */
export function managedIn(environment: Environment, kind: string): (id: string) => boolean {
  const digests = new Set(environment[MANAGED]?.split(",") ?? []);
  return (id) => digests.has(digestOf({ kind, id }));
}
