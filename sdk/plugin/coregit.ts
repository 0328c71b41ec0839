import type * as pulumi from "@pulumi/pulumi";
import type { ConnectionArgs, ImportedConnectionArgs } from "../coregit/args";
import { ConnectionResource } from "../coregit/resource";
import { onPlugin } from "../hosts/plugin";
import { callPlugin, callPluginOutput, type Outputs } from "./functions";
import { PluginProvider } from "./provider";

export type * from "../coregit/args";
export type { Status } from "../coregit/resource";

/** The code hosts by the names that `pulumi import` writes into programs. */
export const CodeHost = { Github: "github", Gitlab: "gitlab" } as const;

/** How Coregit is reached; what is left out is looked up in the environment. */
export interface ProviderArgs {
  /** A master key (`cgk_live_…`); a scoped one (`cgt_…`) is enough for previews and refreshes. Default: `COREGIT_API_KEY`. */
  apiKey?: pulumi.Input<string | undefined>;
  /** Where its API is. Default: `COREGIT_BASE_URL`, else `https://api.coregit.dev`. */
  baseUrl?: pulumi.Input<string | undefined>;
  /** For how long its list may not show what was written, in seconds, 0 to 600. Default: `COREGIT_LIST_LAG_SECONDS`, else 90. */
  listLagSeconds?: pulumi.Input<number | undefined>;
}

/**
 * A configuration of Coregit beside the stack's own: another organisation's key, say. Another key replaces nothing.
 *
 * @example
 * ```ts
 * const acme = new coregit.Provider("acme", { apiKey: config.requireSecret("acmeKey") });
 * new coregit.Connection("ci", args, { provider: acme });
 * ```
 */
export class Provider extends PluginProvider {
  /**
   * Declares a configuration.
   *
   * @param name the provider's name in the stack.
   */
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    super("coregit", name, { ...args }, options);
  }
}

/**
 * A connection through which Coregit reads and writes repositories on GitHub or GitLab, managed by the plugin. What is
 * declared, and what comes of it, is the same as with the package's main entry; besides, it can be imported, previewed
 * and given a {@link Provider}.
 *
 * Follows https://docs.coregit.dev/docs/api-reference/connections.
 *
 * @example
 * ```ts
 * import { coregit } from "pulumi-repo-connections/plugin";
 *
 * new coregit.Connection("ci", {
 *   provider: "github",
 *   label: "CI, read only",
 *   accessToken: config.requireSecret("githubToken"),
 * });
 * ```
 */
export class Connection extends ConnectionResource {
  /**
   * Reads a connection that this program does not manage.
   *
   * @param name the resource's name in the stack.
   * @param id the connection's id.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Connection {
    return new Connection(name, undefined, { ...options, id });
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
    args: ConnectionArgs | ImportedConnectionArgs,
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
    args: ConnectionArgs | ImportedConnectionArgs | undefined,
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    super(onPlugin, name, args, options);
  }
}

/** A connection as the service lists it, whoever manages it. */
export interface FoundConnection {
  id: string;
  provider: "github" | "gitlab";
  label: string;
  /** Absent where Coregit does not tell. */
  externalUsername?: string;
  createdAt?: string;
  updatedAt?: string;
  /** Absent when no sync has used it. */
  lastSyncedAt?: string;
}

/** Which connection {@link getConnection} is to find. */
export interface GetConnectionArgs {
  /** Its id. */
  id: string;
}

/** What the connections that {@link getConnections} lists must have; what is left out, may be anything. */
export interface GetConnectionsArgs {
  provider?: "github" | "gitlab" | undefined;
  /** Exactly this one; several connections may have it. */
  label?: string | undefined;
}

/** What {@link getConnections} finds. */
export interface GetConnectionsResult {
  connections: FoundConnection[];
}

/**
 * Finds a connection by its id, whoever manages it. Fails where there is none.
 *
 * @example const { externalUsername } = await coregit.getConnection({ id: "conn_x1y2z3" });
 */
export function getConnection(
  args: GetConnectionArgs,
  options?: pulumi.InvokeOptions,
): Promise<FoundConnection> {
  return callPlugin("coregit:index:getConnection", { ...args }, options);
}

/** {@link getConnection} where the id may be another resource's output. */
export function getConnectionOutput(
  args: Outputs<GetConnectionArgs>,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<FoundConnection> {
  return callPluginOutput("coregit:index:getConnection", { ...args }, options);
}

/**
 * Lists the connections that have everything that is asked for, whoever manages them.
 *
 * @example const { connections } = await coregit.getConnections({ label: "CI, read only" });
 */
export function getConnections(
  args: GetConnectionsArgs = {},
  options?: pulumi.InvokeOptions,
): Promise<GetConnectionsResult> {
  return callPlugin("coregit:index:getConnections", { ...args }, options);
}

/** {@link getConnections} where what is asked for may be other resources' outputs. */
export function getConnectionsOutput(
  args: Outputs<GetConnectionsArgs> = {},
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetConnectionsResult> {
  return callPluginOutput("coregit:index:getConnections", { ...args }, options);
}
