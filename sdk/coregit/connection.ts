import type { CustomResourceOptions } from "@pulumi/pulumi";
import { onDynamicHost } from "../hosts/dynamic";
import type { ConnectionArgs } from "./args";
import { ConnectionResource } from "./resource";

/**
 * A connection through which Coregit reads and writes repositories on GitHub or GitLab.
 *
 * A new `accessToken` or `label` updates it in place, by a request with what changed and nothing else. A new
 * `provider` replaces it, deleting the old one first, and Coregit deletes with a connection every sync configuration
 * that uses it: a warning says so, and `deletionProtection` prevents it. A connection that exists is taken over
 * with `adopt`. Everything wrong with the arguments is reported at once, before anything is sent.
 *
 * Configuration: `coregit:apiKey` (secret), `coregit:baseUrl`, `coregit:listLagSeconds` (for how long Coregit's list may
 * not show what was written, 0 to 600; default 90), or the environment's `COREGIT_API_KEY`, `COREGIT_BASE_URL`,
 * `COREGIT_LIST_LAG_SECONDS`. A key goes to the service's own address or to one that is set where the key is, and to hosts
 * that `REPO_CONNECTIONS_ALLOWED_HOSTS` in the environment lists. A master key (`cgk_live_…`) is needed for changes; a scoped one (`cgt_…`) is enough for
 * `pulumi preview` and `pulumi refresh`.
 *
 * Follows https://docs.coregit.dev/docs/api-reference/connections.
 *
 * @example
 * ```ts
 * const config = new pulumi.Config();
 * const ci = new coregit.Connection("ci", {
 *   provider: "github",
 *   label: "CI, read only",
 *   accessToken: config.requireSecret("githubToken"),
 *   verify: true,
 *   deletionProtection: true,
 * });
 * export const readsAs = ci.externalUsername;
 * ```
 */
export class Connection extends ConnectionResource {
  /**
   * Declares a connection.
   *
   * @param name the resource's name in the stack.
   * @param args what the connection is to be.
   * @param options Pulumi's resource options.
   */
  constructor(name: string, args: ConnectionArgs, options?: CustomResourceOptions) {
    super(onDynamicHost, name, args, options);
  }
}
