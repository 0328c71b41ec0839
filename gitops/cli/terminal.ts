import { createInterface } from "node:readline/promises";
import { sentence } from "../../provider/text/quote";
import type { TextOptions } from "../report/text";
import { EXIT } from "./exitCode";

/** Where a question is asked: on stderr, so that stdout holds the result alone. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const TERMINAL: Terminal = { input: process.stdin, output: process.stderr };

/**
 * Asks for a yes on the terminal. Anything else is a no, the end of the input too.
 *
 * @param cancelled takes the question back; Ctrl-C there is a signal as everywhere else.
 * @throws Error where nobody can answer.
 */
export async function confirmed(
  question: string,
  cancelled: AbortSignal,
  { input, output }: Terminal = TERMINAL,
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) {
    throw new Error("This is no terminal, so nobody can be asked: give --yes to go on without a question.");
  }
  const lines = createInterface({ input, output });
  lines.on("SIGINT", () => process.emit("SIGINT", "SIGINT"));
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal: cancelled })).trim());
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    output.write("\n");
    return false;
  } finally {
    lines.close();
  }
}

/**
 * Everything on stdin, without one line break at its end.
 *
 * @param most how many characters it may have.
 * @throws Error where it has more, as soon as it has.
 */
export async function readStdin(most: number): Promise<string> {
  let text = "";
  for await (const part of process.stdin.setEncoding("utf8")) {
    text += String(part);
    if (text.length > most)
      throw new Error(`stdin has more than ${most} characters, which no credential has.`);
  }
  return text.replace(/\r?\n$/, "");
}

/** Whether what goes to a stream is coloured: on a terminal, unless https://no-color.org or https://force-color.org say otherwise. */
export function hasColours(
  { isTTY }: { readonly isTTY?: boolean },
  { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return isTTY === true && TERM !== "dumb";
}

/** How text for a stream is written: coloured and broken for a terminal, as it is for anything else. */
export function textOptions(stream: { readonly isTTY?: boolean; readonly columns?: number }): TextOptions {
  const { isTTY, columns = 0 } = stream;
  // Some terminals do not tell their width.
  return { colour: hasColours(stream), width: isTTY && columns > 0 ? columns : undefined };
}

/**
 * Whoever reads the output may have read enough (`| head -1`), and the disk that it goes to may be full. That ends
 * nothing that is under way. A report that nobody wanted to lose is an error.
 */
export function outliveLostOutput(tell: (message: string) => void): void {
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error) => {
    if ("code" in error && error.code === "EPIPE") return;
    tell(`error: The output cannot be written: ${sentence(error.message)}`);
    process.exitCode = EXIT.failed;
  });
}
