import { join } from "node:path";
import { KINDS, SERVICE_NAMES } from "../../provider/kinds/names";
import { HELP } from "../kinds/help";

/** Where this package's guide lies, in the version that is installed. */
const GUIDE = join(__dirname, "..", "..", "..", "docs", "gitops.md");

const WIDTH = Math.max(...Object.values(SERVICE_NAMES).map(({ length }) => length));

const DOCUMENTATION = [
  "Documentation:",
  `  ${GUIDE}`,
  ...KINDS.map((kind) => `  ${`${SERVICE_NAMES[kind]}:`.padEnd(WIDTH + 1)} ${HELP[kind].documentation}`),
].join("\n");

/** A variable and what it is for. */
export type Variables = Readonly<Record<string, string>>;

/** What a command that reads the state alone needs. */
export const STATE: Variables = {
  PULUMI_BACKEND_URL: "where the state is: s3://…, file://…",
  PULUMI_ACCESS_TOKEN: "for Pulumi Cloud, without another address",
  PULUMI_CONFIG_PASSPHRASE: "encrypts the state's secrets; or …_FILE",
};

/** The variables that commands read, beside those that the files refer to: of one that reads the state and the services. */
export const EVERYTHING: Variables = {
  ...STATE,
  ...Object.fromEntries(KINDS.flatMap((kind) => Object.entries(HELP[kind].environment))),
  REPO_CONNECTIONS_ALLOWED_HOSTS: "only these and the services get credentials",
  REPO_CONNECTIONS_DEBUG: "requests: shows each request to the services",
  HTTPS_PROXY: "the proxy to the services: http://host:port",
  NO_PROXY: "hosts to reach without it: a.example.com",
  NODE_EXTRA_CA_CERTS: "a file of a private authority's certificates",
  NO_COLOR: "set: no colours (FORCE_COLOR=1: everywhere)",
};

/** What is said after a command's options. */
export function help(examples: readonly string[], variables: Variables = {}): string {
  const width = Math.max(0, ...Object.keys(variables).map((name) => name.length));
  const environment = Object.entries(variables).map(([name, use]) => `  ${name.padEnd(width)}  ${use}`);
  return [
    "",
    "Examples:",
    ...examples.map((example) => `  repo-connections ${example}`),
    ...(environment.length === 0 ? [] : ["", "Environment:", ...environment]),
    "",
    DOCUMENTATION,
  ].join("\n");
}
