import { once } from "node:events";
import { vi } from "vitest";
import { killTree } from "../support/killTree";
import type { TestService } from "../support/service";
import type { Stack } from "../support/stack";
import { type Disturbance, faultRule, holdRule } from "./disturbance";

/** How a command has ended. */
export interface Ended {
  /** A few words for the journal. */
  readonly how: string;
  readonly isWell: boolean;
  readonly isKilled: boolean;
  /** What it printed. */
  readonly all: string;
}

/** A `pulumi` command that is disturbed. */
export interface DisturbedCommand {
  readonly service: TestService;
  readonly stack: Stack;
  readonly args: readonly string[];
  readonly disturbance: Disturbance;
  /** The secrets that the service quotes in answers which go wrong. */
  readonly quoted: readonly string[];
}

/** Runs a command to its end, and leaves a service without faults. */
export function runDisturbed(command: DisturbedCommand): Promise<Ended> {
  const { disturbance } = command;
  return disturbance.kind === "kill" ? runKilled(command, disturbance) : runFaulted(command);
}

async function runFaulted({ service, stack, args, disturbance, quoted }: DisturbedCommand): Promise<Ended> {
  const { control } = service;
  if (disturbance.kind === "fault") await control.addFault(faultRule(disturbance, quoted));
  const { exitCode, all } = await stack.pulumi(...args);
  const met = (await control.faults()).flatMap(({ applied }) => applied).length;
  await control.clearFaults();
  return {
    how: `${met} requests disturbed, exit code ${exitCode}`,
    isWell: exitCode === 0,
    isKilled: false,
    all,
  };
}

async function runKilled(
  { service: { control }, stack, args }: DisturbedCommand,
  disturbance: Extract<Disturbance, { kind: "kill" }>,
): Promise<Ended> {
  await control.addFault(holdRule(disturbance));
  const engine = stack.start(...args);
  if (engine.pid === undefined) throw new Error("the engine was not started");
  let all = "";
  engine.stdout?.on("data", (chunk) => {
    all += chunk;
  });
  const closed = once(engine, "close");
  const isHeld = async () => (await control.faults()).some(({ usedUp }) => usedUp);
  try {
    // A command that sends fewer requests ends by itself.
    await vi.waitUntil(async () => engine.exitCode !== null || (await isHeld()), { timeout: 60_000 });
  } finally {
    if (engine.exitCode === null) await killTree(engine.pid);
    await closed;
    await control.clearFaults();
  }
  const { exitCode } = engine;
  if (exitCode !== null)
    return { how: `exit code ${exitCode}, not killed`, isWell: exitCode === 0, isKilled: false, all };
  await stack.succeed("cancel", "--yes");
  return { how: "killed", isWell: false, isKilled: true, all };
}
