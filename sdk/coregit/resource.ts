import * as pulumi from "@pulumi/pulumi";
import { type Host, HostedResource } from "../hosts/resource";
import type { ConnectionArgs, ImportedConnectionArgs } from "./args";

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

/** A Coregit connection, whoever hosts it. */
export abstract class ConnectionResource extends HostedResource {
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

  /** @param args `undefined`: it is only read, by the id among the options. */
  constructor(
    host: Host,
    name: string,
    args: ConnectionArgs | ImportedConnectionArgs | undefined,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      host,
      "coregit:Connection",
      name,
      {
        provider: undefined,
        label: undefined,
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
        accessToken: args?.accessToken === undefined ? undefined : pulumi.secret(args.accessToken),
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["accessToken", "accessTokenFingerprint"] }, options),
    );
  }
}
