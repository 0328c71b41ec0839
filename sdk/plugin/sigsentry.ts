import type * as pulumi from "@pulumi/pulumi";
import { onPlugin } from "../hosts/plugin";
import type { ImportedConnectionArgs, RepoConnectionArgs } from "../sigsentry/args";
import { RepoConnectionResource, type ServiceMapping } from "../sigsentry/resource";
import { callPlugin, callPluginOutput, type Outputs } from "./functions";
import { PluginProvider } from "./provider";

export type * from "../sigsentry/args";
export type { ServiceMapping } from "../sigsentry/resource";

/** The platforms by the names that `pulumi import` writes into programs. */
export const Platform = { Github: "github", Gitlab: "gitlab", Bitbucket: "bitbucket" } as const;

/** How SigSentry is reached; what is left out is looked up in the environment. */
export interface ProviderArgs {
  /** A secret key (`ss_secret_…`) or an organisation key (`ss_org_…`). Default: `SIGSENTRY_API_KEY`. */
  apiKey?: pulumi.Input<string | undefined>;
  /** The project; needed with an organisation key. A resource's own `projectId` goes before it. Default: `SIGSENTRY_PROJECT_ID`. */
  projectId?: pulumi.Input<string | undefined>;
  /** Where its API is. Default: `SIGSENTRY_BASE_URL`, else `https://api.sigsentry.com`. */
  baseUrl?: pulumi.Input<string | undefined>;
}

/**
 * A configuration of SigSentry beside the stack's own: another key, another project. Another key replaces nothing;
 * another project replaces the connections that have no `projectId` of their own.
 *
 * @example
 * ```ts
 * const acme = new sigsentry.Provider("acme", { apiKey: config.requireSecret("acmeKey"), projectId: "prj_acme" });
 * new sigsentry.RepoConnection("payments", args, { provider: acme });
 * ```
 */
export class Provider extends PluginProvider {
  /**
   * Declares a configuration.
   *
   * @param name the provider's name in the stack.
   */
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    super("sigsentry", name, { ...args }, options);
  }
}

/**
 * A connection through which SigSentry reads repositories on GitHub, GitLab or Bitbucket, managed by the plugin. What is
 * declared, and what comes of it, is the same as with the package's main entry; besides, it can be imported, previewed
 * and given a {@link Provider}.
 *
 * Follows https://docs.sigsentry.com/api/repos.
 *
 * @example
 * ```ts
 * import { sigsentry } from "pulumi-repo-connections/plugin";
 *
 * new sigsentry.RepoConnection("payments", {
 *   platform: "github",
 *   credentials: { token: config.requireSecret("githubToken") },
 *   repositories: ["acme/payments", "acme/ledger"],
 * });
 * ```
 */
export class RepoConnection extends RepoConnectionResource {
  /**
   * Reads a connection that this program does not manage.
   *
   * @param name the resource's name in the stack.
   * @param id the connection's id; in a project that is not the configured one, `project/id`.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): RepoConnection {
    return new RepoConnection(name, undefined, { ...options, id });
  }

  /**
   * Declares a connection.
   *
   * @param name the resource's name in the stack.
   * @param args what the connection is to be.
   * @param options Pulumi's resource options.
   */
  constructor(
    name: string,
    args: RepoConnectionArgs | ImportedConnectionArgs,
    options?: pulumi.CustomResourceOptions,
  );
  /** @internal */
  constructor(
    name: string,
    args: undefined,
    options: pulumi.CustomResourceOptions & { id: pulumi.Input<pulumi.ID> },
  );
  constructor(
    name: string,
    args: RepoConnectionArgs | ImportedConnectionArgs | undefined,
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    super(onPlugin, name, args, options);
  }
}

/** A connection as the service lists it, whoever manages it. */
export interface FoundRepoConnection {
  id: string;
  platform: "github" | "gitlab" | "bitbucket";
  /** Absent when only the API key tells. */
  projectId?: string;
  repositories: string[];
  serviceMappings: ServiceMapping[];
  lookbackDays: number;
  isActive: boolean;
  createdAt?: string;
  updatedAt?: string;
}

/** Which connection {@link getRepoConnection} is to find. */
export interface GetRepoConnectionArgs {
  /** Its id; in a project that is not the configured one, `project/id`. */
  id: string;
}

/** What the connections that {@link getRepoConnections} lists must have; what is left out, may be anything. */
export interface GetRepoConnectionsArgs {
  platform?: "github" | "gitlab" | "bitbucket" | undefined;
  /** One that they read. */
  repository?: string | undefined;
  /** A service that they have a mapping of. */
  serviceName?: string | undefined;
  /** The project that is asked. Default: the configured one. */
  projectId?: string | undefined;
}

/** What {@link getRepoConnections} finds. */
export interface GetRepoConnectionsResult {
  connections: FoundRepoConnection[];
}

/**
 * Finds a connection by its id, whoever manages it. Fails where there is none.
 *
 * @example const { repositories } = await sigsentry.getRepoConnection({ id: "rc_x1y2z3" });
 */
export function getRepoConnection(
  args: GetRepoConnectionArgs,
  options?: pulumi.InvokeOptions,
): Promise<FoundRepoConnection> {
  return callPlugin("sigsentry:index:getRepoConnection", { ...args }, options);
}

/** {@link getRepoConnection} where the id may be another resource's output. */
export function getRepoConnectionOutput(
  args: Outputs<GetRepoConnectionArgs>,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundRepoConnection> {
  return callPluginOutput("sigsentry:index:getRepoConnection", { ...args }, options);
}

/**
 * Lists the connections that have everything that is asked for, whoever manages them.
 *
 * @example const { connections } = await sigsentry.getRepoConnections({ repository: "acme/payments" });
 */
export function getRepoConnections(
  args: GetRepoConnectionsArgs = {},
  options?: pulumi.InvokeOptions,
): Promise<GetRepoConnectionsResult> {
  return callPlugin("sigsentry:index:getRepoConnections", { ...args }, options);
}

/** {@link getRepoConnections} where what is asked for may be other resources' outputs. */
export function getRepoConnectionsOutput(
  args: Outputs<GetRepoConnectionsArgs> = {},
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetRepoConnectionsResult> {
  return callPluginOutput("sigsentry:index:getRepoConnections", { ...args }, options);
}
