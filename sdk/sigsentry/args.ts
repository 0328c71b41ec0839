import type { Input } from "@pulumi/pulumi";
import type { SecretSource } from "../secretSource";

/**
 * What is declared of a SigSentry repo connection; `platform` decides what `credentials` must be.
 *
 * Follows https://docs.sigsentry.com/api/repos/create and https://docs.sigsentry.com/api/repos/update.
 */
export type RepoConnectionArgs = GithubConnectionArgs | GitlabConnectionArgs | BitbucketConnectionArgs;

/** What is declared of every connection, whatever its platform. */
export interface ConnectionArgs {
  /**
   * The SigSentry project that the connection belongs to. Default: `sigsentry:projectId`, else
   * `SIGSENTRY_PROJECT_ID`. Needed with an organisation key (`ss_org_…`); a project's own key (`ss_secret_…`)
   * implies it. Another project means a replacement, the old connection deleted first.
   */
  projectId?: Input<string | undefined>;

  /**
   * The repositories to read, one at least. A set: order and repetition mean nothing. `owner/repo` on GitHub,
   * `group/project` or `group/subgroup/project` on GitLab, `workspace/repo-slug` on Bitbucket.
   *
   * @example ["acme/payments", "acme/ledger"]
   */
  repositories: Input<Input<string>[]>;

  /** Which service's logs come from which folder of which repository. Default: none. Each folder once for a service. */
  serviceMappings?: Input<Input<ServiceMappingArgs>[] | undefined>;

  /**
   * Raise it to have the credentials sent again although they did not change, after somebody replaced them in the
   * dashboard, say. A whole number from 1. Default: counts the changes of the credentials by itself.
   */
  credentialsVersion?: Input<number | undefined>;

  /**
   * The id of a connection that exists, made in the dashboard perhaps: it is taken over instead of a new one being
   * made. The first update sends only what differs, and `credentials` may be left out: the connection then keeps
   * those it has, an OAuth grant included. Once taken over, the line can go: that alone changes nothing.
   *
   * An id that does not exist, another platform's connection and one that another resource manages are refused.
   *
   * @example "rc_x1y2z3"
   */
  adopt?: Input<string | undefined>;

  /**
   * Whether the connection is made even though another one to the same platform with the same repositories exists,
   * whoever manages it. Without it such a creation is refused, and the error names the other connection. Only a
   * creation looks at it: to change it later changes nothing. Default: `false`.
   */
  allowDuplicate?: Input<boolean | undefined>;

  /** How far back the history of pull and merge requests is searched, in days: 1 to 365. Default: 30. */
  lookbackDays?: Input<number | undefined>;

  /** Whether analyses use the connection; `false` pauses it. Default: `true`. */
  isActive?: Input<boolean | undefined>;
}

/** A connection to GitHub, or to a GitHub Enterprise Server. */
export type GithubConnectionArgs = OnPlatform<"github"> &
  WithCredentials<GithubCredentials, GithubCredentialsFrom>;

/** A connection to GitLab.com, or to a self-hosted GitLab. */
export type GitlabConnectionArgs = OnPlatform<"gitlab"> &
  WithCredentials<GitlabCredentials, GitlabCredentialsFrom>;

/** A connection to Bitbucket Cloud. */
export type BitbucketConnectionArgs = OnPlatform<"bitbucket"> &
  WithCredentials<BitbucketCredentials, BitbucketCredentialsFrom>;

interface OnPlatform<Platform> extends ConnectionArgs {
  /** Where the repositories are. Changing it replaces the connection, the old one deleted first. */
  platform: Platform;
}

/** `credentials` or `credentialsFrom`, never both; only a connection that is taken over (`adopt`) may go without. */
export type WithCredentials<Credentials, From> =
  | WrittenOut<Credentials>
  | ReferredTo<From>
  | KeptByTheService;

interface WrittenOut<Credentials> {
  /** What to read with. Always a secret, whether or not it is marked as one. Never read back from the service. */
  credentials: Input<Credentials>;
  credentialsFrom?: undefined;
}

interface ReferredTo<From> {
  credentials?: undefined;
  /** Where to find what to read with, instead of `credentials`: it is then never stored, not even encrypted. */
  credentialsFrom: Input<From>;
}

interface KeptByTheService {
  credentials?: undefined;
  credentialsFrom?: undefined;
  /** See {@link ConnectionArgs.adopt}; `undefined` once the connection is taken over, where it keeps what it has. */
  adopt: Input<string | undefined>;
}

/**
 * What is declared of a connection that was imported, which only the plugin can do: it keeps the credentials that it has
 * until some are declared.
 */
export interface ImportedConnectionArgs extends OnPlatform<RepoConnectionArgs["platform"]> {
  credentials?: undefined;
  credentialsFrom?: undefined;
}

/** A personal access token of GitHub. */
export interface GithubCredentials {
  /** The token (`ghp_…`, `github_pat_…`); it needs Contents, Metadata and Pull requests, each to read. */
  token: Input<string>;
  /**
   * The API of a GitHub Enterprise Server, `https:` only. Default: GitHub.com.
   *
   * @example "https://github.example.com/api/v3"
   */
  baseUrl?: Input<string | undefined>;
}

/** A personal access token of GitLab. */
export interface GitlabCredentials {
  /** The token (`glpat-…`); it needs the scopes `read_api` and `read_repository`. */
  token: Input<string>;
  /**
   * The address of a self-hosted GitLab, without `/api/v4`, `https:` only. Default: GitLab.com.
   *
   * @example "https://gitlab.example.com"
   */
  baseUrl?: Input<string | undefined>;
}

/** An app password of Bitbucket Cloud. */
export interface BitbucketCredentials {
  /** The user name; not the e-mail address. */
  username: Input<string>;
  /** The app password; it needs Repositories and Account, each to read. */
  appPassword: Input<string>;
}

/** Where to find a personal access token of GitHub. */
export interface GithubCredentialsFrom {
  /** See {@link GithubCredentials.token}. */
  token: Input<SecretSource>;
  /** See {@link GithubCredentials.baseUrl}; written out or referred to. */
  baseUrl?: Input<string | SecretSource | undefined>;
}

/** Where to find a personal access token of GitLab. */
export interface GitlabCredentialsFrom {
  /** See {@link GitlabCredentials.token}. */
  token: Input<SecretSource>;
  /** See {@link GitlabCredentials.baseUrl}; written out or referred to. */
  baseUrl?: Input<string | SecretSource | undefined>;
}

/** Where to find an app password of Bitbucket Cloud. */
export interface BitbucketCredentialsFrom {
  /** See {@link BitbucketCredentials.username}; written out or referred to. */
  username: Input<string | SecretSource>;
  /** See {@link BitbucketCredentials.appPassword}. */
  appPassword: Input<SecretSource>;
}

/**
 * Tells SigSentry where the code of a service is.
 *
 * @example { serviceName: "payments-api", repo: "acme/payments", pathPrefix: "services/api" }
 */
export interface ServiceMappingArgs {
  /** The service as its logs name it in their field `service`: exactly, upper and lower case included. */
  serviceName: Input<string>;
  /** The repository; one of the connection's `repositories`. */
  repo: Input<string>;
  /** The folder inside the repository. Default: `""`, its root. */
  pathPrefix?: Input<string | undefined>;
  /** The branch that analyses reason about. Default: `main`. */
  defaultBranch?: Input<string | undefined>;
}
