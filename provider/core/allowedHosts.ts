import type { Environment, Problem } from "../contract";
import { quoted } from "../text/quote";
import { withoutSecrets } from "../text/redact";

/** The variable that lists the hosts to which credentials may go. */
export const ALLOWED_HOSTS = "REPO_CONNECTIONS_ALLOWED_HOSTS";

/** Hosts as URLs name them: in small letters, with the port unless it is 443. `undefined`: there is no list. */
export type Hosts = ReadonlySet<string> | undefined;

/** The hosts to which the environment allows credentials to go. A variable that is set and empty lists none. */
export function allowedHosts(environment: Environment): { hosts: Hosts; problems: Problem[] } {
  const list = environment[ALLOWED_HOSTS];
  if (list === undefined) return { hosts: undefined, problems: [] };
  const entries = list.split(",").map((entry) => entry.trim());
  const hosts = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry === "") continue;
    const host = hostOf(entry);
    if (host === undefined) problems.push(noHost(entry, index + 1));
    else hosts.add(host);
  }
  return { hosts, problems };
}

/** What is before an @ may be a password: such an entry is named by its number only. */
function noHost(entry: string, number: number): Problem {
  const named = entry.includes("@")
    ? `entry ${number}`
    : `"${quoted(withoutSecrets(entry), MAX_SHOWN)}" (entry ${number})`;
  return {
    path: ALLOWED_HOSTS,
    message: `has an entry that is no host: ${named}. Write host names with commas between them, each with its port if that is not 443: git.example.com,proxy.example.com:8443. Nothing was sent.`,
  };
}

/** As much as is shown of an entry, in characters. */
const MAX_SHOWN = 100;

/** `undefined`: more or less than a host and a port. */
function hostOf(entry: string): string | undefined {
  if (/[/\\@?#*\s]/.test(entry) || !URL.canParse(`https://${entry}`)) return undefined;
  return new URL(`https://${entry}`).host;
}

/** Why credentials may not go to an address; `undefined`: they may. */
export function whyNotAllowed(address: URL, hosts: Hosts): string | undefined {
  if (hosts === undefined || hosts.has(address.host)) return undefined;
  return (
    `is at ${address.host}, and ${ALLOWED_HOSTS} in the environment does not list that host: no credential goes there. Nothing was sent. ` +
    `Add ${address.host} to it where pulumi runs, or correct the address.`
  );
}
