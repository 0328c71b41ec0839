import picocolors from "picocolors";
import { banner, requestLine } from "./banner";
import { startEmulator } from "./index";

/** How the emulator is run from a command line. */
export interface RunOptions {
  readonly port: number;
  /** The ids of the projects at SigSentry, all of one tenant; the first one has a key of its own. */
  readonly projects: readonly string[];
  /** Whether to print one JSON object instead of text for people. */
  readonly json: boolean;
}

/** Starts an emulator that prints where it is and each request, and stops at Ctrl-C. */
export async function runEmulator({ port, projects, json }: RunOptions): Promise<void> {
  const requests = json ? process.stderr : process.stdout;
  const color = colorsFor(requests);
  const emulator = await startEmulator({
    port,
    projects,
    onRequest: (entry) => requests.write(`${requestLine(entry, color)}\n`),
  }).catch((error: unknown) => {
    throw isTaken(error)
      ? new Error(
          `Port ${port} is taken by another program: give another one, or leave --port out to have one chosen.`,
        )
      : error;
  });
  // Before anything is printed: whoever reads the address may stop it right away. Not only once: npm passes on the
  // Ctrl-C that the terminal has sent already.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void emulator.close());
  const { url, apiKey, orgKey, projectId, coregit } = emulator;
  process.stdout.write(
    json
      ? `${JSON.stringify({ url, apiKey, orgKey, projectId, coregit })}\n`
      : `${banner(emulator, color)}\n`,
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

function colorsFor(stream: NodeJS.WriteStream) {
  return picocolors.createColors(stream.isTTY === true && !process.env.NO_COLOR);
}
