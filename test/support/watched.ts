import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { vi } from "vitest";

/** The longest that it is waited for something to be said, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A command that runs, and what it has printed so far. */
export class Watched {
  stdout = "";
  stderr = "";
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      this.stdout += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      this.stderr += part;
    });
    this.ended = once(child, "close").then(() => child.exitCode);
  }

  /** Waits until it has said something. */
  async says(text: string): Promise<void> {
    const isSaid = () => (this.stdout + this.stderr).includes(text);
    await vi.waitUntil(() => isSaid() || this.child.exitCode !== null, { timeout: PATIENCE_MS });
    if (!isSaid()) throw new Error(`it never said ${JSON.stringify(text)}:\n${this.stdout}${this.stderr}`);
  }

  /** Types on its terminal. */
  type(keys: string): void {
    this.child.stdin.write(keys);
  }
}
