import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { inject } from "vitest";
import { engineEnvironment } from "../../tools/engine";
import { type CommandOptions, type Outcome, run } from "./command";
import { DECLARED_BY_FILE, HOST_SETTINGS, HOST_UNDER_TEST, type TestHost } from "./program";
import type { TestService } from "./service";
import { connectionsIn, parseState, type ResourceState, type StackState } from "./state";

/** Given to every command. */
const COMMON = ["--non-interactive", "--color=never"];

/** What a stack is made of; everything has a default. */
export interface StackOptions {
  /** The text of the program; default: a program that declares what {@link Stack.declare} was given. */
  readonly program?: string;
  /** The name of the program's file; default: `index.js`. */
  readonly main?: string;
  /** Who hosts the connections. */
  readonly host?: TestHost;
  /** Lines to add to `Pulumi.yaml`. */
  readonly settings?: string;
  /** A folder that already holds a whole project, to be run as it is. */
  readonly project?: string;
  /** The folders of what runs programs in other languages than Node's. */
  readonly languageHosts?: readonly string[];
  /** The folder in whose `node_modules` the project's packages are found; default: the one shared by all tests. */
  readonly installed?: string;
}

/** A stack of its own project, run by the real engine with its own home, backend and passphrase. */
export class Stack {
  /** Given to every command; `undefined` takes a variable away. */
  readonly environment: Record<string, string | undefined>;

  private constructor(
    /** Holds everything that commands write; removed at the end. */
    readonly folder: string,
    /** Where `Pulumi.yaml` lies. */
    readonly project: string,
    private readonly languageHosts: readonly string[],
    service: TestService,
  ) {
    const use = {
      home: join(folder, "home"),
      backendDir: join(folder, "backend"),
      passphrase: "correct horse",
    };
    this.environment = {
      ...engineEnvironment(inject("prepared").engine, use),
      HOME: folder,
      TMPDIR: join(folder, "tmp"),
      SIGSENTRY_API_KEY: service.apiKey,
      SIGSENTRY_BASE_URL: service.url,
      COREGIT_API_KEY: service.coregit.apiKey,
      COREGIT_BASE_URL: service.url,
      GITHUB_TOKEN: "ghp_the-first-token-of-this-test",
    };
  }

  /** Makes the project and an empty stack `dev` of it. */
  static async create(service: TestService, options: StackOptions = {}): Promise<Stack> {
    const { installed = inject("prepared").installed, host = HOST_UNDER_TEST } = options;
    const folder = join(installed, "stacks", randomUUID());
    const { project = join(folder, "project"), languageHosts = [] } = options;
    const stack = new Stack(folder, project, languageHosts, service);
    for (const name of ["project", "home", "backend", "tmp"])
      await mkdir(join(folder, name), { recursive: true });
    if (options.project === undefined) await stack.moveTo(host, options);
    await stack.succeed("stack", "init", "dev");
    return stack;
  }

  /** Has another host from now on: only the program's import and what `Pulumi.yaml` says of plugins are others. */
  async moveTo(
    host: TestHost,
    options: Pick<StackOptions, "program" | "main" | "settings"> = {},
  ): Promise<void> {
    const { program = DECLARED_BY_FILE[host], main = "index.js", settings = "" } = options;
    const plugins = HOST_SETTINGS[host]("../../../node_modules");
    await this.write("Pulumi.yaml", `name: test\nruntime: nodejs\nmain: ${main}\n${settings}\n${plugins}\n`);
    await this.write(main, program);
  }

  /** Writes a file of the project. */
  write(name: string, text: string): Promise<void> {
    return writeFile(join(this.project, name), text);
  }

  /** Says which connections there are to be, by name, and what each is declared with: its arguments, and `options`. */
  declare(connections: Record<string, unknown>): Promise<void> {
    return this.write("connections.json", JSON.stringify(connections, null, 2));
  }

  /** Runs a `pulumi` command to its end, whatever its exit code. */
  pulumi(...args: string[]): Promise<Outcome> {
    return run(inject("prepared").engine.command, [...COMMON, ...args], this.#surroundings());
  }

  /** Starts a `pulumi` command, to be killed or cancelled; what nobody listens to is lost. */
  start(...args: string[]): ChildProcess {
    const command = spawn(inject("prepared").engine.command, [...COMMON, ...args], {
      ...this.#surroundings(),
      stdio: ["ignore", "pipe", "ignore"],
    });
    command.stdout.resume();
    return command;
  }

  /** Runs a `pulumi` command that must succeed. */
  async succeed(...args: string[]): Promise<Outcome> {
    const outcome = await this.pulumi(...args);
    if (outcome.exitCode === 0) return outcome;
    throw new Error(`pulumi ${args.join(" ")}: exit code ${outcome.exitCode}\n${outcome.all}`);
  }

  /** `pulumi up`, without the preview that it would begin with; must succeed. */
  up(...args: string[]): Promise<Outcome> {
    return this.succeed("up", "--yes", "--skip-preview", ...args);
  }

  /** {@link up} where it is to fail; rejects when it does not. */
  async upFails(...args: string[]): Promise<Outcome> {
    const outcome = await this.pulumi("up", "--yes", "--skip-preview", ...args);
    if (outcome.exitCode !== 0) return outcome;
    throw new Error(`pulumi up was to fail, and did not:\n${outcome.all}`);
  }

  /** `pulumi destroy`, without the preview that it would begin with; must succeed. */
  destroy(): Promise<Outcome> {
    return this.succeed("destroy", "--yes", "--skip-preview");
  }

  /** The state as it is stored, secrets encrypted. */
  async exportText(): Promise<string> {
    return (await this.succeed("stack", "export")).stdout;
  }

  /** The state with its secrets in plain text, so that two states can be compared. */
  async state(): Promise<StackState> {
    return parseState((await this.succeed("stack", "export", "--show-secrets")).stdout);
  }

  /** The connections in the state, by name. */
  async recorded(): Promise<Record<string, ResourceState>> {
    return connectionsIn(await this.state());
  }

  /** Removes everything that commands have written. */
  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #surroundings(): CommandOptions {
    return { cwd: this.project, env: { ...this.environment, PATH: this.#path() } };
  }

  /** The engine, language hosts, Node and the system's own tools; nothing else that happens to be on this machine's path. */
  #path(): string {
    const system = process.platform === "win32" ? [process.env.PATH ?? ""] : ["/usr/bin", "/bin"];
    const { binDir } = inject("prepared").engine;
    return [binDir, ...this.languageHosts, dirname(process.execPath), ...system].join(delimiter);
  }
}
