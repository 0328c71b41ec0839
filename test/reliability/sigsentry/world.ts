import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { dynamic } from "@pulumi/pulumi";
import { type Emulator, type StoredConnection, startEmulator } from "../../../emulator";
import type { Properties } from "../../../provider/contract";
import type { LifecycleOptions } from "../../../provider/core/options";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { RepoConnectionLifecycle } from "../../../provider/sigsentry/connection";
import { readSettings } from "../../../provider/sigsentry/settings";
import { World as AnyWorld } from "../world";

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

/** Nothing is gained by waiting before a call is repeated. */
const LIMITS = { backoffMs: 5 };

/** The provider as an engine gets it, with its API at an address. */
export function hostAt(baseUrl: string, options: LifecycleOptions = {}): dynamic.ResourceProvider {
  const environment = { SIGSENTRY_API_KEY: SECRETS.apiKey, SIGSENTRY_BASE_URL: baseUrl };
  return hostDynamically(
    (_, { log }) =>
      new RepoConnectionLifecycle(
        readSettings(() => undefined, environment),
        { limits: LIMITS, log, ...options },
      ),
  );
}

/** A service of its own, an engine with one resource, and a connection that is none of the engine's business. */
export class World extends AnyWorld {
  readonly bystander: StoredConnection;

  /** Where it is remembered what was sent; `undefined`: nowhere. */
  attemptsFolder: string | undefined;

  private constructor(emulator: Emulator, bystander: StoredConnection, attemptsFolder: string) {
    super(emulator);
    this.bystander = bystander;
    this.attemptsFolder = attemptsFolder;
  }

  protected newHost(): dynamic.ResourceProvider {
    const { attemptsFolder } = this;
    return hostAt(this.baseUrl, attemptsFolder === undefined ? {} : { attemptsFolder });
  }

  /** Runs a test in a world of its own. */
  static async with(test: (world: World) => Promise<void>): Promise<void> {
    const emulator = await startEmulator({ apiKey: SECRETS.apiKey });
    const folder = mkdtempSync(join(tmpdir(), "sigsentry-attempts-"));
    try {
      const { projectId, control } = emulator;
      const seed = { projectId, platform: "gitlab" as const, repositories: ["group/other"] };
      await test(new World(emulator, await control.sigsentry.seedConnection(seed), folder));
    } finally {
      await emulator.close();
      rmSync(folder, { recursive: true });
    }
  }

  /** What the service holds besides the bystander. */
  async held(): Promise<StoredConnection[]> {
    const all = await this.emulator.control.sigsentry.connections(this.emulator.projectId);
    return all.filter(({ id }) => id !== this.bystander.id);
  }
}
