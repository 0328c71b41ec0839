import { createSpinner } from "nanospinner";
import type { EngineEvent, OnProgress } from "./types";

const frameMs = 80;
const quietMs = 15_000;

/** A rendering of progress: hand `onProgress` to `ensureEngine` and call `end` when it has settled. */
export interface ProgressDisplay {
  onProgress: OnProgress;
  /** Removes the spinner, if there is one. */
  end(): void;
}

/** Shows progress on stderr, so that stdout stays clean: a spinner on a terminal, plain lines otherwise. */
export function progressDisplay(): ProgressDisplay {
  return canSpin() ? spinnerDisplay() : lineDisplay((line) => process.stderr.write(line));
}

function canSpin(): boolean {
  // nanospinner draws only when stdout is a terminal too, and never in CI or on a dumb terminal.
  const terminal = process.stderr.isTTY && process.stdout.isTTY;
  const draws = !("CI" in process.env) && process.env.TERM !== "dumb";
  // On a terminal without a width, as a pseudo-terminal can be, it would go on clearing lines for ever.
  return terminal && draws && process.stderr.columns > 0;
}

/** Plain lines: each new message at once, a lasting one again every 15 seconds of its own time. */
export function lineDisplay(write: (line: string) => void): ProgressDisplay {
  let last: EngineEvent | undefined;
  return {
    onProgress(event) {
      if (last !== undefined && repeatsTooSoon(last, event)) return;
      last = event;
      write(`${describe(event)}\n`);
    },
    end: () => undefined,
  };
}

function repeatsTooSoon(last: EngineEvent, event: EngineEvent): boolean {
  const goesOn = event.kind === "progress" && event.message === last.message;
  return goesOn && event.elapsedMs - last.elapsedMs < quietMs;
}

function spinnerDisplay(): ProgressDisplay {
  const spinner = createSpinner("", { stream: process.stderr });
  let spinning: NodeJS.Timeout | undefined;
  return {
    onProgress(event) {
      if (event.kind === "info") spinner.clear().write(`${describe(event)}\n`);
      spinner.update(describe(event));
      // Not `start()`: that would end the process on Ctrl-C before anything is cleaned up.
      spinning ??= setInterval(() => spinner.spin(), frameMs);
    },
    end() {
      clearInterval(spinning);
      if (spinning !== undefined) spinner.stop();
    },
  };
}

/** One line for an event, with the time once that is a second or more. */
export function describe({ message, elapsedMs }: EngineEvent): string {
  const seconds = Math.floor(elapsedMs / 1000);
  if (seconds === 0) return message;
  const time = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${message} (${time} so far)`;
}
