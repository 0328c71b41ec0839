import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onTestFinished, vi } from "vitest";
import { temporaryFolder, writeScript } from "./files";

/**
 * A stand-in for Go: `go build` notes its process number and package in `builds`, waits until the file `gate`
 * is gone, and writes as its output a script that prints the engine's version.
 */
const compiler = [
  'here=$(dirname "$0")',
  'if [ "$1" = env ]; then echo go1.99.0; exit; fi',
  'for word; do if [ "$last" = -o ]; then output=$word; fi; last=$word; done',
  'echo "$$ $last" >> "$here/builds"',
  'while [ -e "$here/gate" ]; do sleep 0.05; done',
  'printf "#!/bin/sh\\necho v3.248.0\\n" > "$output"',
  'chmod +x "$output"',
];

/** A process that obtains an engine, and what it has printed so far. */
export interface Obtaining {
  child: ChildProcess;
  printed(): string;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** A cache folder, a stand-in compiler with a gate, and the means to start processes that use both. */
export async function compilerBench() {
  const folder = await temporaryFolder();
  const cache = path.join(folder, "cache", "engine");
  const gate = path.join(folder, "bin", "gate");
  const builds = path.join(folder, "bin", "builds");
  await writeScript(path.join(folder, "bin", "go"), ...compiler);
  const searchPath = `${path.join(folder, "bin")}:/usr/bin:/bin`;
  return {
    cache,
    /** The `PATH` on which the compiler is found. */
    searchPath,
    closeGate: () => writeFileSync(gate, ""),
    openGate: () => rmSync(gate),
    /** The builds begun so far: the compiler's process number and the package. */
    builds(): { pid: number; target: string }[] {
      const lines = existsSync(builds) ? readFileSync(builds, "utf8").trim().split("\n") : [];
      return lines.map((line) => {
        const [pid = "", target = ""] = line.split(" ");
        return { pid: Number(pid), target };
      });
    },
    start: () => startObtaining(cache, searchPath),
  };
}

function startObtaining(cache: string, searchPath: string): Obtaining {
  const script = path.join(__dirname, "obtainProcess.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, cache], {
    cwd: __dirname,
    env: { PATH: searchPath, GOFLAGS: "-mod=mod -buildvcs=true" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code));
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return { child, printed: () => printed, ended };
}

/** Waits until a condition holds; fails after 20 seconds. */
export function eventually(condition: () => boolean): Promise<void> {
  const options = { timeout: 20_000, interval: 20 };
  return vi.waitFor(() => {
    if (!condition()) throw new Error("the condition did not come to hold");
  }, options);
}

/** Whether a process is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
