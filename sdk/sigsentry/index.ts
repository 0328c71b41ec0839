export type {
  BitbucketConnectionArgs,
  BitbucketCredentials,
  BitbucketCredentialsFrom,
  ConnectionArgs,
  GithubConnectionArgs,
  GithubCredentials,
  GithubCredentialsFrom,
  GitlabConnectionArgs,
  GitlabCredentials,
  GitlabCredentialsFrom,
  RepoConnectionArgs,
  SecretSource,
  ServiceMappingArgs,
} from "./args";
export type { ServiceMapping } from "./repoConnection";
export { RepoConnection } from "./repoConnection";
