import { createInterface } from "node:readline/promises";

/**
 * Asks for a yes on the terminal. Anything else is a no.
 *
 * @throws Error where nobody can answer.
 */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new Error("This is no terminal, so nobody can be asked: give --yes to go on without a question.");
  }
  // On stderr, so that stdout holds the result alone.
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/** Everything on stdin, without one line break at its end. */
export async function readStdin(): Promise<string> {
  let text = "";
  for await (const part of process.stdin.setEncoding("utf8")) text += String(part);
  return text.replace(/\r?\n$/, "");
}
