import type { Input } from "@pulumi/pulumi";
import type { SecretSource } from "../secretSource";

/**
 * What is declared of a Coregit connection.
 *
 * Follows https://docs.coregit.dev/docs/api-reference/connections.
 */
export type ConnectionArgs = DeclaredConnection & WithAccessToken;

/** What is declared of every connection, whatever its token. */
export interface DeclaredConnection {
  /**
   * The code host: `github` (GitHub.com) or `gitlab` (GitLab.com). Changing it replaces the connection, the old one
   * deleted first, and with it every sync configuration that uses it.
   */
  provider: Input<"github" | "gitlab">;

  /**
   * What people call the connection; not empty. Coregit takes one label for several connections, and so a creation
   * that was cut short could be mistaken: one with a label that a connection has already is refused, with advice,
   * unless {@link allowDuplicate} says otherwise.
   *
   * @example "CI, read only"
   */
  label: Input<string>;

  /**
   * Raise it to have the token sent again although it did not change, after somebody replaced it in the dashboard,
   * say. A whole number from 1. Default: counts the changes of the token by itself.
   */
  accessTokenVersion?: Input<number | undefined>;

  /**
   * The id of a connection that exists, made in the dashboard perhaps: it is taken over instead of a new one being
   * made. The first update sends only what differs, and `accessToken` may be left out: the connection then keeps the
   * one it has. Once taken over, the line can go: that alone changes nothing.
   *
   * An id that does not exist, another code host's connection and one that another resource manages are refused.
   *
   * @example "V1StGXR8_Z5jdHi6B-myT"
   */
  adopt?: Input<string | undefined>;

  /**
   * Whether the connection is made even though another one to the same code host with the same label exists, whoever
   * manages it. Without it such a creation is refused, and the error names the other connection: so a resource that was
   * renamed without `aliases` is no second connection, and the first one is not deleted. Only a creation looks at it: to
   * change it later changes nothing. Default: `false`.
   */
  allowDuplicate?: Input<boolean | undefined>;

  /**
   * Whether Coregit is to try the stored token at the code host with every creation, update and refresh, for
   * {@link Connection.status}. Default: `false`.
   */
  verify?: Input<boolean | undefined>;

  /**
   * Whether a deletion or replacement is refused: Coregit deletes with a connection every sync configuration that
   * uses it. To delete, set it to `false` and apply that first. Default: `false`.
   */
  deletionProtection?: Input<boolean | undefined>;
}

/** `accessToken` or `accessTokenFrom`, never both; only a connection that is taken over (`adopt`) may go without. */
export type WithAccessToken = WrittenOut | ReferredTo | KeptByTheService;

interface WrittenOut {
  /**
   * The personal access token to read with. Always a secret, whether or not it is marked as one. Coregit tries it at
   * the code host before it stores it, and never shows it. One that looks like another host's is refused before it
   * is sent.
   *
   * @example config.requireSecret("githubToken")
   */
  accessToken: Input<string>;
  accessTokenFrom?: undefined;
}

interface ReferredTo {
  accessToken?: undefined;
  /**
   * Where to find the token, instead of `accessToken`: it is then never stored, not even encrypted.
   *
   * @example { env: "GITHUB_TOKEN" }
   */
  accessTokenFrom: Input<SecretSource>;
}

interface KeptByTheService {
  accessToken?: undefined;
  accessTokenFrom?: undefined;
  /** See {@link DeclaredConnection.adopt}; `undefined` once the connection is taken over, where it keeps what it has. */
  adopt: Input<string | undefined>;
}

/**
 * What is declared of a connection that was imported, which only the plugin can do: it keeps the token that it has until
 * one is declared.
 */
export interface ImportedConnectionArgs extends DeclaredConnection {
  accessToken?: undefined;
  accessTokenFrom?: undefined;
}
