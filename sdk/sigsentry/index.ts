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
export type { ServiceMapping } from "./repoConnection";
export { RepoConnection } from "./repoConnection";
