import type { Environment } from "./settings";

/**
 * Tells the provider which connections the stacks of a project record, as ids with commas between them: what a creation finds
 * there is not its own. Whoever runs one stack alone need not set it.
 */
export const MANAGED = "REPO_CONNECTIONS_MANAGED";

/** The connections that stacks record, as far as the environment tells. */
export function managedIn(environment: Environment): ReadonlySet<string> {
  return new Set(environment[MANAGED]?.split(",") ?? []);
}
