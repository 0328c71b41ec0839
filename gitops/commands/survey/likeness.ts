import type { Kind } from "../../kinds";

/** What a connection is known again by, where its id does not tell. */
export interface Likeness {
  readonly kind: Kind;
  /** The SigSentry project; absent where it is the API key's own, and at Coregit. */
  readonly project: string | undefined;
  /** The code host. */
  readonly host: string | undefined;
  readonly repositories: readonly string[] | undefined;
  readonly label: string | undefined;
}

/** Whether two connections could be one: to the same host, with the same set of repositories or the same label. */
export function areAlike(one: Likeness, other: Likeness): boolean {
  if (one.kind !== other.kind || one.host === undefined || one.host !== other.host) return false;
  if (one.kind === "coregit") return one.label !== undefined && one.label === other.label;
  const [repositories, others] = [setOf(one.repositories), setOf(other.repositories)];
  return repositories !== undefined && repositories === others;
}

/** What {@link areAlike} has compared, in words. */
export function likenessInWords(kind: Kind): string {
  return kind === "sigsentry" ? "platform and repositories" : "provider and label";
}

/** No code host takes two repositories for different ones whose names differ in case only. */
function setOf(repositories: readonly string[] | undefined): string | undefined {
  return repositories && JSON.stringify([...new Set(repositories.map((name) => name.toLowerCase()))].sort());
}
