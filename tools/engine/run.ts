import { type ChildProcess, spawn } from "node:child_process";

/** How a child process is run. */
export interface RunOptions {
  cwd?: string;
  /** The child's whole environment. */
  env: NodeJS.ProcessEnv;
  /** Stops the child and everything it started. */
  signal?: AbortSignal | undefined;
  /** Milliseconds after which the child is stopped; no limit by default. */
  deadlineMs?: number;
}

const graceMs = 5_000;
const tailLines = 8;

/**
 * Runs a command to its end and returns what it wrote to stdout. Rejects with an error that ends in the last
 * lines of its stderr. When it is stopped, the promise settles only after the child is gone.
 */
export function run(command: string, args: string[], options: RunOptions): Promise<string> {
  const deadline = options.deadlineMs === undefined ? undefined : AbortSignal.timeout(options.deadlineMs);
  const stop = AbortSignal.any([options.signal, deadline].filter((signal) => signal !== undefined));
  return new Promise((resolve, reject) => {
    if (stop.aborted) return reject(stop.reason);
    const child = spawn(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that stopping it also stops what it started (compilers, curl).
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    let force: NodeJS.Timeout | undefined;
    const onAbort = () => {
      signalGroup(child, "SIGTERM");
      force = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
    };
    stop.addEventListener("abort", onAbort, { once: true });
    const settle = (error: Error | undefined) => {
      clearTimeout(force);
      stop.removeEventListener("abort", onAbort);
      if (options.signal?.aborted) reject(options.signal.reason);
      else if (deadline?.aborted) reject(new Error(`gave up after ${(options.deadlineMs ?? 0) / 1000} s`));
      else if (error) reject(error);
      else resolve(stdout);
    };
    child.once("error", settle);
    child.once("close", (code, signal) => {
      settle(code === 0 ? undefined : new Error(failureText(code, signal, stderr)));
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    const alreadyGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!alreadyGone) throw error;
  }
}

function failureText(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  const end = signal === null ? `exit code ${code}` : `ended by ${signal}`;
  // A proxy's or mirror's address may carry a user name and a password.
  const lines = stderr
    .trim()
    .replace(/\/\/[^/\s@]+@/g, "//")
    .split("\n");
  const tail = lines.slice(-tailLines).join("\n").trim();
  return tail === "" ? end : `${end}\n${tail}`;
}
