import { spawn } from "node:child_process";
import { parseEvents, type Report, readEvents } from "./report";

/** Where and how `pulumi` runs. */
export interface PulumiContext {
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Given to every command, and of no interest to whoever reads along. */
  readonly hiddenArguments: readonly string[];
  /** Stops the running command. */
  readonly signal: AbortSignal;
}

/** What a finished process printed. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an operation that has engine events (up, preview, destroy) and reports what they say. */
export async function runOperation(context: PulumiContext, ...args: string[]): Promise<Report> {
  const start = performance.now();
  const finished = await runPulumi(context, [...args, "--json", ...context.hiddenArguments]);
  const told = readEvents(parseEvents(finished.stdout));
  const isSilentFailure = finished.exitCode !== 0 && told.errors.length === 0;
  return {
    command: `pulumi ${args.join(" ")}`,
    exitCode: finished.exitCode,
    seconds: (performance.now() - start) / 1000,
    ...told,
    errors: isSilentFailure ? [finished.stderr.trim()] : told.errors,
  };
}

/** Runs `pulumi` to its end; an abort interrupts it and still waits until it is gone. */
export function runPulumi(context: PulumiContext, args: readonly string[]): Promise<Finished> {
  context.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(context.command, [...args, "--non-interactive", "--color", "never"], {
      cwd: context.cwd,
      env: { ...context.env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const interrupt = () => child.kill("SIGINT");
    context.signal.addEventListener("abort", interrupt, { once: true });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => {
      context.signal.removeEventListener("abort", interrupt);
      if (context.signal.aborted) reject(context.signal.reason);
      else resolve({ exitCode: exitCode ?? 1, stdout, stderr });
    });
  });
}
