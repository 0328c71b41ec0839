import type { dynamic } from "@pulumi/pulumi";
import { type Emulator, type LogEntry, type StoredConnection, startEmulator } from "../../../emulator";
import { secretForms } from "../../../emulator/secretForms";
import { hostDynamically } from "../../dynamic";
import type { Properties } from "../../lifecycle";
import { RepoConnectionLifecycle } from "../connection";
import { readSettings } from "../settings";
import { Engine } from "./engine";

/** Secrets that no message may show. They do not look like tokens, so that it takes knowledge to mask them. */
export const SECRETS = {
  apiKey: "ss_secret_4plantedKeyOfTheProject4",
  token: "7plantedTokenOfTheFirstDay7",
  rotated: "9plantedTokenOfTheSecondDay9",
} as const;

/** What all connections of the tests have in common; in the normal order of a declaration. */
export const COMMON = {
  platform: "github" as const,
  repositories: ["acme/ledger", "acme/payments"],
  serviceMappings: [
    { serviceName: "api", repo: "acme/payments", pathPrefix: "src", defaultBranch: "main" },
    { serviceName: "books", repo: "acme/ledger", pathPrefix: "", defaultBranch: "trunk" },
  ],
};

/** A connection as the tests declare it. */
export const DECLARED: Properties = { ...COMMON, credentials: { token: SECRETS.token }, lookbackDays: 30 };

/** A request as the tables name it; `purge` is `DELETE …/cache`, `list` is `GET`. */
export type RequestName = "POST" | "PUT" | "purge" | "list" | "DELETE";

/** The provider as an engine gets it, with its API at an address. */
export function hostAt(baseUrl: string): dynamic.ResourceProvider {
  const environment = { SIGSENTRY_API_KEY: SECRETS.apiKey, SIGSENTRY_BASE_URL: baseUrl };
  return hostDynamically(() => new RepoConnectionLifecycle(readSettings(() => undefined, environment)));
}

/** A service of its own, an engine with one resource, and a connection that is none of the engine's business. */
export class World {
  readonly engine: Engine;
  readonly emulator: Emulator;
  readonly bystander: StoredConnection;
  /** Where the engine finds the service. */
  baseUrl: string;

  private constructor(emulator: Emulator, bystander: StoredConnection) {
    this.emulator = emulator;
    this.bystander = bystander;
    this.baseUrl = emulator.url;
    this.engine = new Engine({ newHost: () => hostAt(this.baseUrl), identity: "theResourceOfTheTests" });
  }

  /** Runs a test in a world of its own. */
  static async with(test: (world: World) => Promise<void>): Promise<void> {
    const emulator = await startEmulator({ apiKey: SECRETS.apiKey });
    try {
      const { projectId, control } = emulator;
      const seed = { projectId, platform: "gitlab" as const, repositories: ["group/other"] };
      await test(new World(emulator, await control.sigsentry.seedConnection(seed)));
    } finally {
      await emulator.close();
    }
  }

  /** What the service holds besides the bystander. */
  async held(): Promise<StoredConnection[]> {
    const all = await this.emulator.control.sigsentry.connections(this.emulator.projectId);
    return all.filter(({ id }) => id !== this.bystander.id);
  }

  /** The requests after the one with this sequence number. */
  log(since = 0): Promise<LogEntry[]> {
    return this.emulator.control.log(since);
  }

  /** The sequence number of the last request. */
  async now(): Promise<number> {
    return (await this.log()).at(-1)?.sequence ?? 0;
  }
}

const NAMES: readonly (readonly [RequestName, RegExp])[] = [
  ["list", /^GET \/v1\/config\/repos(\?page=\d+)?$/],
  ["POST", /^POST \/v1\/config\/repos$/],
  ["PUT", /^PUT \/v1\/config\/repos\/[^/]+$/],
  ["purge", /^DELETE \/v1\/config\/repos\/[^/]+\/cache$/],
  ["DELETE", /^DELETE \/v1\/config\/repos\/[^/]+$/],
];

/** How the tables name a request. Throws for one that the API does not have. */
export function nameOf({ method, path }: LogEntry): RequestName {
  const found = NAMES.find(([, pattern]) => pattern.test(`${method} ${path}`));
  if (found === undefined) throw new Error(`no request of this API: ${method} ${path}`);
  return found[0];
}

/** Which secrets a text shows, in any spelling. */
export function secretsIn(text: string): string[] {
  return Object.entries(SECRETS)
    .filter(([, secret]) => secretForms(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
