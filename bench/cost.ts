import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a command has cost. */
export interface Cost {
  /** In seconds. */
  readonly wall: number;
  /** Of all its processes together, in seconds. */
  readonly cpu: number;
}

const FORMAT = "%R %U %S";

/** A plan that has something to do ends with 2. */
const MEASURED = '{ time "$@" >/dev/null 2>/dev/null; } 2>&1; code=$?; [ $code -eq 2 ] || exit $code';

/**
 * Runs a command, and measures it with all that it starts and waits for. POSIX only: it needs `bash`.
 *
 * @throws Error where it fails.
 */
export async function costOf(command: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
  const measured = ["-c", MEASURED, "bench", ...command];
  const { stdout } = await promisify(execFile)("bash", measured, { env: { ...env, TIMEFORMAT: FORMAT } });
  const [wall = 0, user = 0, system = 0] = stdout.trim().split(" ").map(Number);
  return { wall, cpu: user + system };
}
