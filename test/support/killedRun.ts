import { once } from "node:events";
import { vi } from "vitest";
import type { GitopsProject } from "./gitops";
import { killTree } from "./killTree";
import type { TestService } from "./service";

/** Longer than any test waits. */
export const FOR_EVER_MS = 600_000;

/** Runs a command, and kills it with all that it has started once every fault that was planted has come up. */
export async function killOnceFaulty(
  project: GitopsProject,
  service: TestService,
  ...args: string[]
): Promise<void> {
  const command = project.start(...args);
  const closed = once(command, "close");
  if (command.pid === undefined) throw new Error("it was not started");
  await vi.waitUntil(async () => (await service.control.faults()).every(({ usedUp }) => usedUp), {
    timeout: 120_000,
  });
  await killTree(command.pid);
  await closed;
  await service.control.clearFaults();
}
