import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { dynamic } from "@pulumi/pulumi";
import { type Emulator, startEmulator } from "../../../emulator";
import type { StoredConnection } from "../../../emulator/coregit/control";
import type { Properties } from "../../../provider/contract";
import { ConnectionLifecycle, type ConnectionOptions } from "../../../provider/coregit/connection";
import { readSettings } from "../../../provider/coregit/settings";
import { hostDynamically } from "../../../provider/hosts/dynamic/host";
import { World as AnyWorld } from "../world";

/** Secrets that no message may show. They do not look like tokens, so that it takes knowledge to mask them. */
export const SECRETS = {
  apiKey: "cgk_live_4plantedKeyOfTheOrganisation4",
  token: "7plantedTokenOfTheFirstDay7",
  rotated: "9plantedTokenOfTheSecondDay9",
} as const;

/** A connection as the tests declare it. */
export const DECLARED: Properties = {
  provider: "github",
  label: "Payments",
  accessToken: SECRETS.token,
};

/** As far as the provider believes that reads lag, in milliseconds: as it does unless told otherwise. */
export const LAG_MS = 90_000;

/** Nothing is gained by waiting before a call is repeated, in milliseconds. */
const HASTE = { listLagMs: LAG_MS, limits: { backoffMs: 5 } };

/** The provider as an engine gets it, with its API at an address. */
export function hostAt(baseUrl: string, options: ConnectionOptions = {}): dynamic.ResourceProvider {
  const environment = { COREGIT_API_KEY: SECRETS.apiKey, COREGIT_BASE_URL: baseUrl };
  return hostDynamically(
    (_, { log }) =>
      new ConnectionLifecycle(
        readSettings(() => undefined, environment),
        { ...HASTE, log, ...options },
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

  /** Runs a test in a world of its own. */
  static async with(test: (world: World) => Promise<void>): Promise<void> {
    const emulator = await startEmulator({ coregit: { apiKey: SECRETS.apiKey } });
    const folder = mkdtempSync(join(tmpdir(), "coregit-attempts-"));
    try {
      const { organisationId } = emulator.coregit;
      const seed = { organisationId, provider: "github" as const, label: "Somebody else's" };
      const bystander = await emulator.control.coregit.seedConnection(seed);
      await test(new World(emulator, bystander, folder));
    } finally {
      await emulator.close();
      rmSync(folder, { recursive: true });
    }
  }

  /** What the service holds besides the bystander. */
  async held(): Promise<StoredConnection[]> {
    const { control, coregit } = this.emulator;
    const all = await control.coregit.connections(coregit.organisationId);
    return all.filter(({ id }) => id !== this.bystander.id);
  }

  protected newHost(): dynamic.ResourceProvider {
    const { attemptsFolder } = this;
    // What is waited for comes by the emulator's clock.
    const wait = (ms: number) => this.emulator.control.advanceClock(ms);
    return hostAt(this.baseUrl, { wait, ...(attemptsFolder === undefined ? {} : { attemptsFolder }) });
  }
}
