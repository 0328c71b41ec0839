import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamicResource";
import type { ConnectionArgs } from "./args";

/** What Coregit found when it last tried the stored token at the code host. */
export interface Status {
  /** Whether the token was accepted. `false` is ambiguous: the code host may have been down. */
  valid: boolean;
  /** Whose token it is; absent where the code host does not tell. */
  username?: string;
  /** Why it was not accepted, in the service's words, without secrets. */
  error?: string;
  /** When it was tried, ISO 8601. */
  checkedAt: string;
}

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
export class Connection extends DynamicResource {
  /** The code host. */
  declare readonly provider: pulumi.Output<"github" | "gitlab">;
  /** What people call the connection. */
  declare readonly label: pulumi.Output<string>;
  /** What was last sent, as a secret, when it was declared in `accessToken`; the service never shows what it holds. */
  declare readonly accessToken: pulumi.Output<string | undefined>;
  /** Where what was last sent was read. */
  declare readonly accessTokenFrom: pulumi.Output<pulumi.Unwrap<ConnectionArgs["accessTokenFrom"]>>;
  /** Counts the changes of the token, from 1, unless declared; the part of a rotation that a preview can show. */
  declare readonly accessTokenVersion: pulumi.Output<number>;
  /** Whether the stored token is tried with every creation, update and refresh. */
  declare readonly verify: pulumi.Output<boolean>;
  /** Whether a deletion or replacement is refused. */
  declare readonly deletionProtection: pulumi.Output<boolean>;
  /** Whose token it is at the code host; it changes with the token. Absent where Coregit does not tell. */
  declare readonly externalUsername: pulumi.Output<string | undefined>;
  /** When the connection was made, ISO 8601; absent until the next refresh when Coregit did not list it yet. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** When the connection last changed at the service, ISO 8601; absent like `createdAt`. */
  declare readonly updatedAt: pulumi.Output<string | undefined>;
  /** When a sync last used the connection, as of the last refresh, ISO 8601; absent when none did. */
  declare readonly lastSyncedAt: pulumi.Output<string | undefined>;
  /**
   * When the token was last sent to the service and it took it, by its clock, ISO 8601: the token's age, as far as this
   * package knows it. An update that was never answered does not count before the next one is. Absent for an adopted
   * connection that keeps what it has; and for what an earlier version has sent, until it is sent again.
   */
  declare readonly accessTokenChangedAt: pulumi.Output<string | undefined>;
  /** With `verify`: what came of trying the stored token; absent when it could not be tried yet. */
  declare readonly status: pulumi.Output<Status | undefined>;

  /**
   * Declares a connection.
   *
   * @param name the resource's name in the stack.
   * @param args what the connection is to be.
   * @param options Pulumi's resource options.
   */
  constructor(name: string, args: ConnectionArgs, options?: pulumi.CustomResourceOptions) {
    super(
      "dynamic/coregit",
      "coregit:Connection",
      name,
      {
        accessTokenFrom: undefined,
        accessTokenVersion: undefined,
        verify: undefined,
        deletionProtection: undefined,
        externalUsername: undefined,
        createdAt: undefined,
        updatedAt: undefined,
        lastSyncedAt: undefined,
        accessTokenChangedAt: undefined,
        status: undefined,
        ...args,
        accessToken: args.accessToken === undefined ? undefined : pulumi.secret(args.accessToken),
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["accessToken", "accessTokenFingerprint"] }, options),
    );
  }
}
