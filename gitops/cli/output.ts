import { visibleLines } from "../../provider/text/visible";
import { fitted } from "./fitted";

// All that the command says goes through here: names and messages come from services, files and arguments, and a
// terminal or a CI system would obey what is in them. What Pulumi prints goes through `provider/hosts/engine/shown.ts`.

/** Tells people something, on stderr. */
export function tell(message: string): void {
  process.stderr.write(`${fitted(message)}\n`);
}

/** Prints lines, on stdout. */
export function print(text: string): void {
  process.stdout.write(`${visibleLines(text.replace(/\n$/, "")).join("\n")}\n`);
}

/** Writes what is harmless in its form already: a report, JSON, a script of ours. */
export function writeAsItIs(text: string, stream: NodeJS.WritableStream = process.stdout): void {
  stream.write(text);
}

/** Ends this process once what is said from here on is written. */
export function endSoon(): void {
  setImmediate(() => process.stderr.write("", () => process.stdout.write("", () => process.exit())));
}
