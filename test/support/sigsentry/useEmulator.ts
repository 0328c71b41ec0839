import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator";
import type { Properties } from "../../../provider/contract";
import { noteText } from "../../../provider/core/notes";
import type { LifecycleOptions } from "../../../provider/core/options";
import { RepoConnectionLifecycle } from "../../../provider/sigsentry/connection";
import { readSettings } from "../../../provider/sigsentry/settings";

export { sha256 } from "../../../emulator/fingerprint";

/** The token of {@link declared}. */
export const TOKEN = "ghp_plantedtoken";

/** A connection as a test declares it. */
export const declared: Properties = {
  platform: "github",
  credentials: { token: TOKEN },
  repositories: ["acme/payments", "acme/ledger"],
  serviceMappings: [{ serviceName: "api", repo: "acme/payments", pathPrefix: "src" }],
};

/** Gives each test of the file an emulator of its own, and lifecycles that use it. */
export function useEmulator() {
  let running: Emulator | undefined;
  let folder = "";
  const said: string[] = [];
  beforeEach(async () => {
    running = await startEmulator();
    folder = mkdtempSync(join(tmpdir(), "sigsentry-attempts-"));
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

  /** A lifecycle as a new process of the engine would have it. */
  const lifecycle = (
    apiKey = emulator().apiKey,
    projectId?: string,
    options: LifecycleOptions = { attemptsFolder: folder },
  ): RepoConnectionLifecycle => {
    const environment = {
      SIGSENTRY_API_KEY: apiKey,
      SIGSENTRY_BASE_URL: emulator().url,
      ...(projectId === undefined ? {} : { SIGSENTRY_PROJECT_ID: projectId }),
    };
    return new RepoConnectionLifecycle(
      readSettings(() => undefined, environment),
      { log: (note) => void said.push(noteText(note)), ...options },
    );
  };

  /** A lifecycle as another machine would have it, where nothing is remembered. */
  const elsewhere = (): RepoConnectionLifecycle => lifecycle(undefined, undefined, {});

  /** The inputs of a declaration that has no problems. */
  const checked = (news: Properties, olds: Properties = {}): Properties => {
    const { inputs, problems } = lifecycle().check(news, olds, "payments");
    expect(problems).toEqual([]);
    return inputs;
  };

  /** What the service holds. */
  const held = () => emulator().control.sigsentry.connections(emulator().projectId);

  /** The requests since the last look: method, path and the names of the fields sent. */
  const requests = async (): Promise<string[]> => {
    const log = await emulator().control.log();
    await emulator().control.clearLog();
    return log.map(({ method, path, body }) => {
      const fields =
        typeof body === "object" && body !== null ? ` ${Object.keys(body).sort().join(",")}` : "";
      return `${method} ${path.replace(/\/repos\/[^/]+/, "/repos/ID").replace("/v1/config", "")}${fields}`;
    });
  };

  return {
    ...{ emulator, lifecycle, elsewhere, checked, held, requests, said },
    /** Where this machine remembers which creations were begun. */
    folder: () => folder,
  };
}

/** The error with which something fails, which it must. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("it did not fail");
}
