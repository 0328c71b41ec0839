export type {
  BitbucketConnectionArgs,
  BitbucketCredentials,
  ConnectionArgs,
  GithubConnectionArgs,
  GithubCredentials,
  GitlabConnectionArgs,
  GitlabCredentials,
  RepoConnectionArgs,
  ServiceMappingArgs,
} from "./args";
export { RepoConnection, type ServiceMapping } from "./repoConnection";
