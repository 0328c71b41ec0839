import { canMove, movingLine } from "../../gitops/cli/movingLine";
import { spanInWords } from "../../provider/text/span";
import type { EngineEvent, OnProgress } from "./types";

const quietMs = 15_000;

/** A rendering of progress: hand `onProgress` to `ensureEngine` and call `end` when it has settled. */
export interface ProgressDisplay {
  onProgress: OnProgress;
  /** Removes the moving line, if there is one. */
  end(): void;
}

/** Shows progress on stderr, so that stdout stays clean: a line that moves on a terminal, plain lines otherwise. */
export function progressDisplay(): ProgressDisplay {
  return canMove() ? movingDisplay() : lineDisplay((line) => process.stderr.write(line));
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

function movingDisplay(): ProgressDisplay {
  const line = movingLine();
  let text: string | undefined;
  return {
    onProgress(event) {
      if (event.kind === "info") line.print(describe(event));
      if (text === undefined) line.begin(() => text ?? "");
      text = describe(event);
    },
    end: line.end,
  };
}

/** One line for an event, with the time once that is a second or more. */
export function describe({ message, elapsedMs }: EngineEvent): string {
  return elapsedMs < 1000 ? message : `${message} (${spanInWords(elapsedMs)} so far)`;
}
