import { createSpinner } from "nanospinner";
import type { Progress } from "../commands/context";

const FRAME_MS = 80;

/**
 * Shows on stderr how far a command is, so that stdout holds the result alone: on a terminal by a line that moves,
 * elsewhere by a line for each thing done.
 */
export function progressDisplay(): Progress {
  return canSpin() ? moving() : lines((line) => void process.stderr.write(`${line}\n`));
}

/** nanospinner draws only when stdout is a terminal too, never in CI, and not well on a terminal without a width. */
function canSpin(): boolean {
  const terminal = process.stderr.isTTY && process.stdout.isTTY;
  return terminal && !("CI" in process.env) && process.env.TERM !== "dumb" && process.stderr.columns > 0;
}

/** A line for each thing done. */
export function lines(write: (line: string) => void): Progress {
  return {
    begin: (what, stacks) => write(`${what}: ${stacks === 1 ? "1 stack" : `${stacks} stacks`}`),
    connection: (stack, name, failed) => write(`  ${stack}/${name}: ${failed ? "failed" : "done"}`),
    stack: (name, failed) => write(`  ${name}: ${failed ? "failed" : "done"}`),
    say: write,
    end: () => {},
  };
}

/** What is done stays, a line each; what is going on moves below. */
function moving(): Progress {
  const spinner = createSpinner("", { stream: process.stderr });
  let spinning: NodeJS.Timeout | undefined;
  let text = "";
  let total = 0;
  let done = 0;
  const show = () => spinner.update(total === 1 ? text : `${text}: ${done} of ${total} stacks`);
  const print = (line: string) => void spinner.clear().write(`${line}\n`);
  return {
    begin(what, stacks) {
      [text, total, done] = [what, stacks, 0];
      show();
      // Not `start()`: that would end the process on Ctrl-C, and what is under way with it.
      spinning = setInterval(() => spinner.spin(), FRAME_MS);
    },
    connection: (stack, name, failed) => print(`${failed ? "✗" : "✓"} ${stack}/${name}`),
    stack(name, failed) {
      done += 1;
      if (failed) print(`✗ ${name}`);
      show();
    },
    say: print,
    end() {
      clearInterval(spinning);
      if (spinning !== undefined) spinner.clear();
      spinning = undefined;
    },
  };
}
