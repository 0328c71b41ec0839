import { once } from "node:events";
import { vi } from "vitest";
import { killTree } from "./killTree";
import type { TestService } from "./service";
import type { Stack } from "./stack";

/** A request whose answer is held back while the engine is killed. */
export interface Hold {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in a fault's rule: `*` stands for anything but a slash. */
  readonly path: string;
  /** Whether it is carried out: `before`: never, `after`: it is, and only the answer does not arrive. */
  readonly when: "before" | "after";
  /** Which of the requests that match it is, counted from 1, the default. */
  readonly nth?: number;
}

/** Longer than any test waits, in milliseconds. */
const FOR_EVER_MS = 600_000;

/**
 * Starts a `pulumi` command, waits until the service holds one request for each of `holds`, kills the engine with
 * everything that it has started, and leaves a service without faults.
 */
export async function killDuring(
  { control }: TestService,
  stack: Stack,
  command: string,
  holds: readonly Hold[],
): Promise<void> {
  for (const { when, ...match } of holds) {
    await control.addFault({ match, effect: { kind: "delay", ms: FOR_EVER_MS, when } });
  }
  const engine = stack.start(command, "--yes", "--skip-preview", "--parallel=16");
  const closed = once(engine, "close");
  if (engine.pid === undefined) throw new Error("the engine was not started");
  try {
    const areAllHeld = async () => (await control.faults()).every(({ usedUp }) => usedUp);
    await vi.waitUntil(areAllHeld, { timeout: 60_000 });
  } finally {
    await killTree(engine.pid);
    await closed;
    await control.clearFaults();
  }
}
