import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { type Emulator, type StoredCoregitConnection, startEmulator } from "../../../emulator";
import type { ConnectionSeed } from "../../../emulator/coregit/seeds";
import type { FaultRuleInput } from "../../../emulator/faultRules";
import type { Properties } from "../../../provider/contract";
import { noteText } from "../../../provider/core/notes";
import { ConnectionLifecycle, type ConnectionOptions } from "../../../provider/coregit/connection";
import { readSettings } from "../../../provider/coregit/settings";

export { sha256 } from "../../../emulator/fingerprint";

/** How far a lifecycle of a test believes that reads lag, in milliseconds: as it does unless told otherwise. */
export const LAG_MS = 90_000;

/** The token of {@link declared}. */
export const TOKEN = "ghp_plantedtoken";

/** A connection as a test declares it. */
export const declared: Properties = { provider: "github", label: "CI", accessToken: TOKEN };

/** How a lifecycle of a test is to work. */
interface LifecycleOptions extends ConnectionOptions {
  /** Default: the first organisation's master key. */
  readonly apiKey?: string;
  /** Whether it is nowhere remembered which creations were begun. */
  readonly forgets?: boolean;
}

/** Gives each test of the file an emulator of its own, and lifecycles that use it. */
export function useEmulator() {
  let running: Emulator | undefined;
  let folder = "";
  const said: string[] = [];
  beforeEach(async () => {
    running = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "coregit-attempts-"));
    said.length = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    return running?.close();
  });

  const emulator = (): Emulator => {
    if (running === undefined) throw new Error("an emulator runs only during a test");
    return running;
  };

  /** A lifecycle as a new process of the engine would have it; unless told how far reads lag, it waits by the emulator's clock. */
  const lifecycle = (options: LifecycleOptions = {}): ConnectionLifecycle => {
    const { apiKey = emulator().coregit.apiKey, forgets = false, ...rest } = options;
    const wait = (ms: number) => emulator().control.advanceClock(ms);
    const lagging = options.listLagMs === undefined ? { listLagMs: LAG_MS, wait } : {};
    const remembering = forgets ? {} : { attemptsFolder: folder };
    const environment = { COREGIT_API_KEY: apiKey, COREGIT_BASE_URL: emulator().url };
    return new ConnectionLifecycle(
      readSettings(() => undefined, environment),
      { ...lagging, ...remembering, log: (note) => void said.push(noteText(note)), ...rest },
    );
  };

  /** After this, no read shows what was before. */
  const letReadsCatchUp = () => emulator().control.advanceClock(2 * LAG_MS);

  /** The inputs of a declaration that has no problems. */
  const checked = (news: Properties, olds: Properties = {}): Properties => {
    const { inputs, problems } = lifecycle().check(news, olds, "ci");
    expect(problems).toEqual([]);
    return inputs;
  };

  /** What the service holds, whatever its list says. */
  const held = (): Promise<StoredCoregitConnection[]> =>
    emulator().control.coregit.connections(emulator().coregit.organisationId);

  /** The requests since the last look: method, path and the names of the fields sent. */
  const requests = async (): Promise<string[]> => {
    const log = await emulator().control.log();
    await emulator().control.clearLog();
    return log.map(({ method, path, body }) => {
      const fields =
        typeof body === "object" && body !== null ? ` ${Object.keys(body).sort().join(",")}` : "";
      return `${method} ${path.replace(/\/connections\/[^/]+/, "/connections/ID").replace("/v1", "")}${fields}`;
    });
  };

  /** Plays a fault on the next request that matches, or on all of them. */
  const fault = (match: FaultRuleInput["match"], effect: FaultRuleInput["effect"]) =>
    emulator().control.addFault({ match, effect });

  /** Makes a connection as somebody else would, in the dashboard. */
  const inDashboard = async (fields: Partial<ConnectionSeed> = {}): Promise<string> => {
    const { organisationId } = emulator().coregit;
    const seed = { organisationId, provider: "github" as const, label: "CI", ...fields };
    return (await emulator().control.coregit.seedConnection(seed)).id;
  };

  /** What is remembered of creations on this machine, by the names of the files. */
  const attempts = (): Map<string, string> => {
    const names = readdirSync(folder);
    return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  };

  return {
    ...{ emulator, lifecycle, letReadsCatchUp, checked, held, requests, said, fault, inDashboard, attempts },
    attemptsFolder: () => folder,
  };
}

/** Matches the calls that make a connection. */
export const CREATE = { method: "POST", path: "/v1/connections" };

/** Matches the calls that list. */
export const LIST = { method: "GET", path: "/v1/connections" };

/** Matches the calls that test one connection. */
export const TEST = { method: "POST", path: "/v1/connections/*/test" };

/** An answer to {@link LIST} that shows nothing. */
export const UNLISTED: FaultRuleInput["effect"] = { kind: "json", body: { connections: [] } };

/** Matches whatever it is, each time. */
export const always = (match: Exclude<FaultRuleInput["match"], undefined>) => ({
  ...match,
  times: "always" as const,
});

/** The error with which something fails, which it must. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("it did not fail");
}
