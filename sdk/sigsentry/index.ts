export type { SecretSource } from "../secretSource";
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
  ServiceMappingArgs,
} from "./args";
export type { ServiceMapping } from "./repoConnection";
export { RepoConnection } from "./repoConnection";
