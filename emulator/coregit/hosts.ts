import { sha256 } from "../fingerprint";
import type { Provider } from "./fields";
import type { Settings } from "./settings";

/** Whose a token is at its code host, and whether it is accepted there. */
export interface HostAccount {
  readonly username: string | null;
  readonly valid: boolean;
}

/** What comes of asking a code host about a token. */
export type HostAnswer =
  | { readonly valid: true; readonly username: string | null }
  | { readonly valid: false; readonly error: string };

/**
 * What each code host answers about a token that it does not vouch for, by the reason: the status and its raw body, as
 * the service passes them on.
 */
const COMPLAINTS = {
  github: {
    name: "GitHub",
    refused:
      '401 {"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}',
    down: "503 Service Unavailable",
    "rate-limited":
      '403 {"message":"API rate limit exceeded for 203.0.113.7.","documentation_url":"https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting"}',
  },
  gitlab: {
    name: "GitLab",
    refused: '401 {"message":"401 Unauthorized"}',
    down: "502 Bad Gateway",
    "rate-limited": "429 Retry later",
  },
} as const;

/** The code hosts, as far as the service sees them: who comes with a token. */
export class CodeHosts {
  readonly #accounts = new Map<string, HostAccount>();

  /** Tells whose a token is and whether it is accepted, in place of what was told before. */
  tell(provider: Provider, token: string, account: HostAccount): void {
    this.#accounts.set(accountName(provider, token), account);
  }

  /** Whose a token is; one that nobody was told of is accepted, and its user's name tells nothing of it. */
  account(provider: Provider, token: string): HostAccount {
    const unknown = { username: `user-${sha256(token).slice(0, 8)}`, valid: true };
    return this.#accounts.get(accountName(provider, token)) ?? unknown;
  }

  /** Validates a token, as far as its host can be asked. The reasons for a failure differ by their text alone. */
  validate(provider: Provider, token: string, { hosts, quoteTokens }: Settings): HostAnswer {
    const health = hosts[provider];
    const { username, valid } = this.account(provider, token);
    if (health === "unreachable") return { valid: false, error: "fetch failed" };
    if (health === "up" && valid) return { valid, username };
    const complaints = COMPLAINTS[provider];
    const complaint = complaints[health === "up" ? "refused" : health];
    const quoted = quoteTokens ? ` (token ${token})` : "";
    return { valid: false, error: `${complaints.name} token validation failed: ${complaint}${quoted}` };
  }

  /** Forgets all accounts. */
  clear(): void {
    this.#accounts.clear();
  }
}

function accountName(provider: Provider, token: string): string {
  return `${provider} ${token}`;
}
