import { execFile } from "node:child_process";

/** What a finished command left. */
export interface Outcome {
  /** The exit code; 1 also for a command that was stopped because it took too long. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, then standard error. */
  readonly all: string;
}

/** How a command is run. */
export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
}

/** The longest that a command may take, in milliseconds. */
const DEADLINE_MS = 120_000;

/** Runs a command to its end, whatever its exit code. Rejects only when it cannot be started. */
export function run(command: string, args: readonly string[], options: CommandOptions): Promise<Outcome> {
  const settings = { ...options, timeout: DEADLINE_MS, maxBuffer: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(command, args, settings, (error, stdout, stderr) => {
      if (typeof error?.code === "string") return reject(error);
      const exitCode = error === null ? 0 : (error.code ?? 1);
      resolve({ exitCode, stdout, stderr, all: stdout + stderr });
    });
  });
}

/** Runs a command that must succeed; rejects with what it printed otherwise. */
export async function runWell(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Outcome> {
  const outcome = await run(command, args, options);
  if (outcome.exitCode === 0) return outcome;
  throw new Error(`${command} ${args.join(" ")}: exit code ${outcome.exitCode}\n${outcome.all}`);
}
