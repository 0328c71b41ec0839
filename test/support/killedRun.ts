import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { vi } from "vitest";
import type { GitopsProject } from "./gitops";
import { killTree } from "./killTree";
import type { TestService } from "./service";

/** Longer than any test waits. */
export const FOR_EVER_MS = 600_000;

/**
 * Runs a command, and has it ended once every fault that was planted has come up.
 *
 * @returns the exit code and the signal that it ended with.
 */
export async function endedInFaults(
  project: GitopsProject,
  { control }: TestService,
  args: readonly string[],
  end: (command: ChildProcess) => unknown,
): Promise<unknown[]> {
  const command = project.start(...args);
  const closed = once(command, "close");
  await vi.waitUntil(async () => (await control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 120_000,
  });
  await end(command);
  const ending = await closed;
  await control.clearFaults();
  return ending;
}

/** {@link endedInFaults}, killed with all that it has started. */
export async function killOnceFaulty(
  project: GitopsProject,
  service: TestService,
  ...args: string[]
): Promise<void> {
  await endedInFaults(project, service, args, async ({ pid }) => {
    if (pid === undefined) throw new Error("it was not started");
    await killTree(pid);
  });
}
