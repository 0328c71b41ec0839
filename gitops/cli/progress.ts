import { spanInWords } from "../../provider/text/span";
import type { Progress } from "../commands/context";
import { fitted } from "./fitted";
import { canMove, movingLine } from "./movingLine";
import { tell } from "./output";

/** How often a line tells of what still goes on, where nothing moves, in milliseconds. */
const QUIET_MS = 15_000;

/**
 * Shows on stderr how far a command is, so that stdout holds the result alone: on a terminal by a line that moves,
 * elsewhere by a line for each thing done.
 */
export function progressDisplay(): Progress {
  return canMove() ? moving() : lines(tell);
}

/** A line for each thing done, and now and then one for what takes long. */
export function lines(write: (line: string) => void): Progress {
  const work = new Work();
  let telling: NodeJS.Timeout | undefined;
  const end = () => clearInterval(telling);
  return {
    begin(what, stacks) {
      end();
      work.begin(what, stacks);
      write(`${what}: ${stacks === 1 ? "1 stack" : `${stacks} stacks`}`);
      telling = setInterval(() => write(work.inWords()), QUIET_MS);
    },
    connection: (stack, name, failed) => write(`  ${stack}/${name}: ${failed ? "failed" : "done"}`),
    stack(name, ending) {
      work.stackDone();
      write(`  ${name}: ${ending}`);
    },
    say: write,
    end,
  };
}

/** What is done stays, a line each; what is going on moves below. */
function moving(): Progress {
  const line = movingLine();
  const work = new Work();
  return {
    begin(what, stacks) {
      work.begin(what, stacks);
      line.begin(() => work.inWords());
    },
    connection: (stack, name, failed) => line.print(fitted(`${failed ? "✗" : "✓"} ${stack}/${name}`)),
    stack(name, ending) {
      work.stackDone();
      if (ending !== "done")
        line.print(fitted(`✗ ${name}${ending === "interrupted" ? ": interrupted" : ""}`));
    },
    say: (message) => line.print(fitted(message)),
    end: line.end,
  };
}

/** Work on several stacks, and how far it is. */
class Work {
  #what = "";
  #stacks = 0;
  #done = 0;
  #since = 0;

  begin(what: string, stacks: number): void {
    [this.#what, this.#stacks, this.#done, this.#since] = [what, stacks, 0, performance.now()];
  }

  stackDone(): void {
    this.#done += 1;
  }

  /** With the time once that is a second or more. */
  inWords(): string {
    const what = this.#stacks === 1 ? this.#what : `${this.#what}: ${this.#done} of ${this.#stacks} stacks`;
    const ms = performance.now() - this.#since;
    return ms < 1000 ? what : `${what} (${spanInWords(ms)} so far)`;
  }
}
