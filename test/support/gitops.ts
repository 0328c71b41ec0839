import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { test as base, inject } from "vitest";
import { type Report, reportSchema } from "../../gitops/report/schema";
import { engineEnvironment } from "../../tools/engine";
import type { Outcome } from "./command";
import { TestService } from "./service";
import { Watched } from "./watched";

/** The longest that a command may take, in milliseconds. */
const DEADLINE_MS = 240_000;

/** A folder with connections files, in which `repo-connections` is run as its users run it. */
export class GitopsProject {
  /** Given to every command; `undefined` takes a variable away. */
  readonly environment: Record<string, string | undefined>;

  private constructor(
    /** Holds everything that commands write; removed at the end. */
    readonly root: string,
    /** Where `Pulumi.yaml` lies. */
    readonly folder: string,
    service: TestService,
  ) {
    const use = { home: join(root, "home"), backendDir: join(root, "backend"), passphrase: "correct horse" };
    const { engine } = inject("prepared");
    const system = process.platform === "win32" ? [process.env.PATH ?? ""] : ["/usr/bin", "/bin"];
    this.environment = {
      ...engineEnvironment(engine, use),
      PATH: [engine.binDir, dirname(process.execPath), ...system].join(delimiter),
      HOME: root,
      TMPDIR: join(root, "tmp"),
      SIGSENTRY_API_KEY: service.orgKey,
      SIGSENTRY_BASE_URL: service.url,
      COREGIT_API_KEY: service.coregit.apiKey,
      COREGIT_BASE_URL: service.url,
      COREGIT_LIST_LAG_SECONDS: "0",
      GITHUB_TOKEN: "ghp_the-first-token-of-this-test",
    };
  }

  /** Makes an empty folder in which the package under test is installed. */
  static async create(service: TestService): Promise<GitopsProject> {
    const root = join(inject("prepared").installed, "stacks", randomUUID());
    const folder = join(root, "project");
    for (const name of ["project", "home", "backend", "tmp"])
      await mkdir(join(root, name), { recursive: true });
    return new GitopsProject(root, folder, service);
  }

  /** Writes a file, and the folder that it lies in. */
  async write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, file)), { recursive: true });
    await writeFile(join(this.folder, file), text);
  }

  /** A file's text. */
  read(file: string): Promise<string> {
    return readFile(join(this.folder, file), "utf8");
  }

  /** Removes a file. */
  removeFile(file: string): Promise<void> {
    return rm(join(this.folder, file));
  }

  /** Runs `repo-connections` to its end, whatever its exit code. */
  run(args: readonly string[], stdin = ""): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const options = {
        ...this.#surroundings(),
        timeout: DEADLINE_MS,
        maxBuffer: 256 * 1024 * 1024,
      };
      const child = execFile(
        process.execPath,
        [this.#script(), ...args],
        options,
        (error, stdout, stderr) => {
          if (typeof error?.code === "string") return reject(error);
          resolve({ exitCode: error === null ? 0 : (error.code ?? 1), stdout, stderr, all: stdout + stderr });
        },
      );
      child.stdin?.end(stdin);
    });
  }

  /** Runs it where it must end with this exit code. */
  async expect(exitCode: number, ...args: string[]): Promise<Outcome> {
    const outcome = await this.run(args);
    if (outcome.exitCode === exitCode) return outcome;
    throw new Error(
      `repo-connections ${args.join(" ")}: exit code ${outcome.exitCode}, not ${exitCode}\n${outcome.all}`,
    );
  }

  /** Runs it with `--json` where it must end with this exit code; the report it prints. */
  async report(exitCode: number, ...args: string[]): Promise<Report> {
    return reportSchema.parse(JSON.parse((await this.expect(exitCode, ...args, "--json")).stdout));
  }

  /** Starts it, to be killed or interrupted. */
  start(...args: string[]): ChildProcess {
    const child = this.#spawn([process.execPath, this.#script(), ...args]);
    child.stdin.end();
    child.stdout.resume();
    child.stderr.resume();
    return child;
  }

  /**
   * Starts it, to be listened to while it runs.
   *
   * @param within a command that runs it, `unshare` for example.
   */
  watch(within: readonly string[], ...args: string[]): Watched {
    return new Watched(this.#spawn([...within, process.execPath, this.#script(), ...args]));
  }

  /** Starts it on a terminal of its own, of 80 columns; what is written to its stdin is typed there. */
  atTerminal(...args: string[]): Watched {
    const command = ["stty cols 80; exec", process.execPath, this.#script(), ...args].join(" ");
    return new Watched(this.#spawn(["script", "-qec", command, "/dev/null"]));
  }

  /** Runs `pulumi` itself in the folder; must succeed. */
  pulumi(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const { command } = inject("prepared").engine;
      const options = { ...this.#surroundings(), timeout: DEADLINE_MS, maxBuffer: 256 * 1024 * 1024 };
      execFile(command, [...args, "--non-interactive", "--color=never"], options, (error, stdout, stderr) => {
        if (error) reject(new Error(`pulumi ${args.join(" ")}\n${stdout}${stderr}`));
        else resolve(stdout);
      });
    });
  }

  /**
   * Puts a `pulumi` before the real one, for commands. POSIX only.
   *
   * @param script what it does: a shell's lines, in which `$PULUMI` is the real one.
   * @returns takes it away again.
   */
  async standInForPulumi(script: string): Promise<() => Promise<void>> {
    const [bin, file] = [join(this.root, "bin"), "../bin/pulumi"];
    await this.write(file, `#!/bin/sh\nPULUMI='${inject("prepared").engine.command}'\n${script}\n`);
    await chmod(join(this.folder, file), 0o755);
    if (!this.environment.PATH?.startsWith(bin))
      this.environment.PATH = [bin, this.environment.PATH].join(delimiter);
    return () => this.removeFile(file);
  }

  /**
   * Has the dynamic provider manage the connections, as in a project of 0.4.0: `pulumi` runs program and provider in
   * processes of its own.
   *
   * @returns what `Pulumi.yaml` was before.
   */
  async nameNoPlugins(): Promise<string> {
    const settings = await this.read("Pulumi.yaml");
    await this.write("Pulumi.yaml", settings.replace(/plugins:\n(?: .*\n)+/, ""));
    return settings;
  }

  /** Has the arguments of each `pulumi` noted, a line each; returns the file. POSIX only. */
  async notePulumi(): Promise<string> {
    const notes = join(this.root, "arguments");
    await this.standInForPulumi(`printf '%s\\n' "$*" >> '${notes}'\nexec "$PULUMI" "$@"`);
    return notes;
  }

  /** Removes everything that commands have written. */
  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  #spawn([command = "", ...args]: readonly string[]) {
    return spawn(command, args, { ...this.#surroundings(), stdio: "pipe" });
  }

  /** Where the installed package's commands are. */
  get bin(): string {
    return join(inject("prepared").installed, "node_modules", ".bin");
  }

  #script(): string {
    const { installed } = inject("prepared");
    return join(installed, "node_modules", "pulumi-repo-connections", "dist", "gitops", "cli", "main.js");
  }

  #surroundings() {
    return { cwd: this.folder, env: this.environment };
  }
}

/** A test with its own emulated service, and a project (`project`) that uses it with an organisation key. */
export const test = base
  .extend("service", async ({ task: _ }, { onCleanup }) => {
    const service = await TestService.start();
    onCleanup(() => service.close());
    return service;
  })
  .extend("project", async ({ service }, { onCleanup }) => {
    const project = await GitopsProject.create(service);
    onCleanup(() => project.remove());
    return project;
  });
