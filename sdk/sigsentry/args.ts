import type { Input } from "@pulumi/pulumi";

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

  /** Which service's logs come from which repository. Default: none. Each pair of service and repository once. */
  serviceMappings?: Input<Input<ServiceMappingArgs>[] | undefined>;

  /** How far back the history of pull and merge requests is searched, in days: 1 to 365. Default: 30. */
  lookbackDays?: Input<number | undefined>;

  /** Whether analyses use the connection; `false` pauses it. Default: `true`. */
  isActive?: Input<boolean | undefined>;
}

/** A connection to GitHub, or to a GitHub Enterprise Server. */
export interface GithubConnectionArgs extends ConnectionArgs {
  /** Where the repositories are. Changing it replaces the connection, the old one deleted first. */
  platform: "github";
  /** The token to read with. Always a secret, whether or not it is marked as one. Never read back from the service. */
  credentials: Input<GithubCredentials>;
}

/** A connection to GitLab.com, or to a self-hosted GitLab. */
export interface GitlabConnectionArgs extends ConnectionArgs {
  /** Where the repositories are. Changing it replaces the connection, the old one deleted first. */
  platform: "gitlab";
  /** The token to read with. Always a secret, whether or not it is marked as one. Never read back from the service. */
  credentials: Input<GitlabCredentials>;
}

/** A connection to Bitbucket Cloud. */
export interface BitbucketConnectionArgs extends ConnectionArgs {
  /** Where the repositories are. Changing it replaces the connection, the old one deleted first. */
  platform: "bitbucket";
  /** Whom to read as. Always a secret, whether or not it is marked as one. Never read back from the service. */
  credentials: Input<BitbucketCredentials>;
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
