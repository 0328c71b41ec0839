import type { Stack } from "@pulumi/pulumi/automation";
import { Stall } from "./stall";
import { StepReader, type Told } from "./steps";

/** What a command of the Automation API may be told. */
export type Options = NonNullable<Parameters<Stack["preview"]>[0]>;

/** How one run of a command has ended. */
export interface Attempt {
  readonly told: Told;
  readonly succeeded: boolean;
  readonly stderr: string;
}

/** Who is told what while a command runs. */
export interface Hearing {
  readonly onConnection: ((name: string, failed: boolean) => void) | undefined;
  /** The time of an event: a command that locks its stack has it locked by then. */
  onTime(at: number): void;
  /** What the provider waits for. */
  onWait(message: string): void;
}

/**
 * Runs a command and hears what it tells.
 *
 * @param refreshes whether it is a refresh.
 */
export async function attempted(
  run: (options: Options) => Promise<unknown>,
  refreshes: boolean,
  { onConnection, onTime, onWait }: Hearing,
): Promise<Attempt> {
  const reader = new StepReader(refreshes, onWait);
  const stall = new Stall();
  let stderr = "";
  const succeeded = await run({
    signal: stall.signal,
    onEvent: (event) => {
      stall.take(event);
      // It is told to the second.
      onTime(event.timestamp * 1000 + 999);
      const ended = reader.take(event);
      if (ended) onConnection?.(ended.name, ended.failed);
    },
    onError: (text) => {
      stderr += text;
    },
  }).then(
    () => true,
    () => false,
  );
  stall.end();
  return { told: reader.told, succeeded, stderr };
}

/** What a command says on stderr, where no event says why it failed. */
export function wordsOf(stderr: string): string {
  return stderr.trim().replace(/^error: /, "") || "pulumi failed and did not say why.";
}
