import { join } from "node:path";

/** Where this package's guide lies, in the version that is installed. */
const GUIDE = join(__dirname, "..", "..", "..", "docs", "gitops.md");

const DOCUMENTATION = `Documentation:
  ${GUIDE}
  SigSentry: https://docs.sigsentry.com/api/repos
  Coregit:   https://docs.coregit.dev/docs/api-reference/connections`;

/** The variables that commands read, beside those that the files refer to. */
const ENVIRONMENT = {
  PULUMI_BACKEND_URL: "where the state is: s3://…, file://…",
  PULUMI_ACCESS_TOKEN: "for Pulumi Cloud, without another address",
  PULUMI_CONFIG_PASSPHRASE: "encrypts the state's secrets; or …_FILE",
  SIGSENTRY_API_KEY: "SigSentry's key; sigsentry:apiKey wins",
  SIGSENTRY_PROJECT_ID: "its project, where no file and no stack has it",
  SIGSENTRY_BASE_URL: "its address; sigsentry:baseUrl wins",
  COREGIT_API_KEY: "Coregit's key; coregit:apiKey wins",
  COREGIT_BASE_URL: "its address; coregit:baseUrl wins",
  REPO_CONNECTIONS_ALLOWED_HOSTS: "only these and the services get credentials",
  HTTPS_PROXY: "the proxy to the services: http://host:port",
  NO_PROXY: "hosts to reach without it: a.example.com",
  NODE_EXTRA_CA_CERTS: "a file of a private authority's certificates",
  NO_COLOR: "set: no colours (FORCE_COLOR=1: everywhere)",
} as const;

/** One variable of {@link ENVIRONMENT}. */
export type Variable = keyof typeof ENVIRONMENT;

/** What a command that reads the state alone needs. */
export const STATE: readonly Variable[] = [
  "PULUMI_BACKEND_URL",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
];

/** Everything: of a command that reads the state and the services. */
export const EVERYTHING: readonly Variable[] = [
  ...STATE,
  ...(["SIGSENTRY_API_KEY", "SIGSENTRY_PROJECT_ID", "SIGSENTRY_BASE_URL"] as const),
  ...(["COREGIT_API_KEY", "COREGIT_BASE_URL", "REPO_CONNECTIONS_ALLOWED_HOSTS"] as const),
  ...(["HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS", "NO_COLOR"] as const),
];

/** What is said after a command's options. */
export function help(examples: readonly string[], variables: readonly Variable[] = []): string {
  const width = Math.max(0, ...variables.map((name) => name.length));
  const environment = variables.map((name) => `  ${name.padEnd(width)}  ${ENVIRONMENT[name]}`);
  return [
    "",
    "Examples:",
    ...examples.map((example) => `  repo-connections ${example}`),
    ...(environment.length === 0 ? [] : ["", "Environment:", ...environment]),
    "",
    DOCUMENTATION,
  ].join("\n");
}
