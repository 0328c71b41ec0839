import { createSpinner } from "nanospinner";

const FRAME_MS = 80;

/** A line at the end of stderr that moves while something goes on, with what stays above it. */
export interface MovingLine {
  /** Begins to show a text, which is asked for with each frame. */
  begin(text: () => string): void;
  /** Writes a line that stays. */
  print(line: string): void;
  /** Removes the line; the cursor is shown again. */
  end(): void;
}

/** nanospinner draws only when stdout is a terminal too, never in CI, and not well on a terminal without a width. */
export function canMove(): boolean {
  const terminal = process.stderr.isTTY && process.stdout.isTTY;
  return terminal && !("CI" in process.env) && process.env.TERM !== "dumb" && process.stderr.columns > 0;
}

/** A moving line; only where {@link canMove} says so. */
export function movingLine(): MovingLine {
  const spinner = createSpinner("", { stream: process.stderr });
  let frames: NodeJS.Timeout | undefined;
  const end = () => {
    if (frames === undefined) return;
    clearInterval(frames);
    frames = undefined;
    process.off("exit", end);
    // It hides the cursor with each frame, and nothing else shows it again.
    spinner.stop();
  };
  return {
    begin(text) {
      end();
      // Not `start()`: that would end the process on Ctrl-C, and what is under way with it.
      frames = setInterval(() => spinner.update(text()).spin(), FRAME_MS);
      process.on("exit", end);
    },
    print: (line) => void spinner.clear().write(`${line}\n`),
    end,
  };
}
