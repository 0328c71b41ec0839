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
export { RepoConnection } from "./repoConnection";
export type { ServiceMapping } from "./resource";
