import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Emulator, type StoredCoregitConnection, startEmulator } from "../../emulator";
import type { LogEntry } from "../../emulator/requestLog";
import type { StoredConnection } from "../../emulator/sigsentry/control";
import { type Engine, engineEnvironment } from "../engine";
import { type PulumiContext, runOperation, runPulumi } from "./pulumi";
import type { Report } from "./report";

const ROOT = resolve(__dirname, "../..");
const STACK = "walk-through";
const CONFIG_FILE = `Pulumi.${STACK}.yaml`;

/** The secrets that `connections.yaml` refers to, made up. */
const SECRETS = {
  githubToken: "ghp_madeUpForTheEmulator1",
  gitlabToken: "glpat-madeUpForTheEmulator1",
  bitbucketAppPassword: "madeUpForTheEmulator1",
};

/** One walk-through: the root project, applied to an emulator of its own by an engine with a state of its own. */
export class Session {
  private constructor(
    readonly emulator: Emulator,
    private readonly folder: string,
    private readonly pulumi: PulumiContext,
  ) {}

  /** Starts the emulator and makes the stack. Nothing is written inside the project. */
  static async open(engine: Engine, signal: AbortSignal): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), "repo-connections-"));
    const emulator = await startEmulator();
    const session = new Session(emulator, folder, contextOf(engine, folder, signal));
    try {
      await session.#makeStack();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Runs a Pulumi operation on the root project and returns its report with the requests it made. */
  async run(...args: string[]): Promise<{ report: Report; requests: LogEntry[] }> {
    const seen = (await this.emulator.control.log()).at(-1)?.sequence ?? 0;
    const report = await runOperation(this.pulumi, ...args);
    return { report, requests: await this.emulator.control.log(seen) };
  }

  /** Gives a secret of the stack's configuration a new value. */
  async setSecret(name: keyof typeof SECRETS, value: string): Promise<void> {
    await this.#pulumiInFolder(["config", "set", "--secret", name, value, "--stack", STACK]);
  }

  /** What Coregit holds. */
  coregitConnections(): Promise<StoredCoregitConnection[]> {
    return this.emulator.control.coregit.connections(this.emulator.coregit.organisationId);
  }

  /** What SigSentry holds. */
  connections(): Promise<StoredConnection[]> {
    return this.emulator.control.sigsentry.connections(this.emulator.projectId);
  }

  /** Stops the emulator and removes every trace. */
  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /**
   * The stack is made beside a copy of the project file, since `stack init` writes its configuration beside that;
   * the operations then run in the project itself, with this configuration file.
   */
  async #makeStack(): Promise<void> {
    await this.#pulumiInFolder(["stack", "init", STACK]);
    const secrets = Object.entries(SECRETS).flatMap(([name, value]) => ["--secret", `${name}=${value}`]);
    const service = [
      ...["--secret", `sigsentry:apiKey=${this.emulator.apiKey}`],
      ...["--plaintext", `sigsentry:projectId=${this.emulator.projectId}`],
      ...["--plaintext", `sigsentry:baseUrl=${this.emulator.url}`],
      ...["--secret", `coregit:apiKey=${this.emulator.coregit.apiKey}`],
      ...["--plaintext", `coregit:baseUrl=${this.emulator.url}`],
    ];
    await this.#pulumiInFolder(["config", "set-all", "--stack", STACK, ...secrets, ...service]);
  }

  async #pulumiInFolder(args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await runPulumi({ ...this.pulumi, cwd: this.folder }, args);
    if (exitCode !== 0) throw new Error(`pulumi ${args[0]} ${args[1]} failed: ${stderr.trim()}`);
  }
}

function contextOf(engine: Engine, folder: string, signal: AbortSignal): PulumiContext {
  copyFileSync(join(ROOT, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const backendDir = join(folder, "state");
  const temporary = join(folder, "tmp");
  for (const needed of [backendDir, temporary]) mkdirSync(needed);
  const environment = engineEnvironment(engine, {
    home: join(folder, "home"),
    backendDir,
    passphrase: "walk-through",
  });
  return {
    command: engine.command,
    cwd: ROOT,
    env: { ...withoutSettings(process.env), ...environment, TMPDIR: temporary },
    hiddenArguments: ["--stack", STACK, "--config-file", join(folder, CONFIG_FILE)],
    signal,
  };
}

/** The user's own settings of Pulumi and of the services are not for this. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(PULUMI|SIGSENTRY|COREGIT)_/.test(name)),
  );
}
