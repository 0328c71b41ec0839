import type { CustomResourceOptions } from "@pulumi/pulumi";
import { onDynamicHost } from "../hosts/dynamic";
import type { RepoConnectionArgs } from "./args";
import { RepoConnectionResource } from "./resource";

/**
 * A connection through which SigSentry reads repositories on GitHub, GitLab or Bitbucket.
 *
 * Rotating `credentials` updates the connection in place and purges SigSentry's cache of it. A new `platform` or
 * `projectId` replaces it, deleting the old one first (Pulumi's `deleteBeforeReplace: false` turns that round). A
 * connection that exists is taken over with `adopt`. Everything wrong with the arguments is reported at once, before
 * anything is sent.
 *
 * Configuration: `sigsentry:apiKey` (secret), `sigsentry:projectId`, `sigsentry:baseUrl`, or the environment's
 * `SIGSENTRY_API_KEY`, `SIGSENTRY_PROJECT_ID`, `SIGSENTRY_BASE_URL`. A key goes to the service's own address or to one that
 * is set where the key is, and to hosts that `REPO_CONNECTIONS_ALLOWED_HOSTS` in the environment lists.
 *
 * Follows https://docs.sigsentry.com/api/repos.
 *
 * @example
 * ```ts
 * const config = new pulumi.Config();
 * new sigsentry.RepoConnection("payments", {
 *   platform: "github",
 *   credentials: { token: config.requireSecret("githubToken") },
 *   repositories: ["acme/payments", "acme/ledger"],
 *   serviceMappings: [{ serviceName: "payments-api", repo: "acme/payments", pathPrefix: "services/api" }],
 *   lookbackDays: 30,
 * });
 * ```
 */
export class RepoConnection extends RepoConnectionResource {
  /**
   * Declares a connection.
   *
   * @param name the resource's name in the stack.
   * @param args what the connection is to be.
   * @param options Pulumi's resource options.
   */
  constructor(name: string, args: RepoConnectionArgs, options?: CustomResourceOptions) {
    super(onDynamicHost, name, args, options);
  }
}
