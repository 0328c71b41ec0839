import { parseArgs } from "node:util";
import picocolors from "picocolors";
import { banner, requestLine } from "./banner";
import { startEmulator } from "./index";

const HELP = `A local stand-in of the SigSentry and Coregit APIs, on 127.0.0.1, with made-up keys.

  npm run emulator [-- options]

  --port <number>  the port to listen on; by default the system chooses one
  --json           print one JSON object {url, apiKey, orgKey, projectId, coregit: {apiKey, scopedToken,
                   organisationId}}; requests go to standard error
  --help           print this

One line is printed per request. Ctrl-C stops it; nothing is stored.
`;

async function main(): Promise<void> {
  const { port, json, help } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const requests = json ? process.stderr : process.stdout;
  const color = colorsFor(requests);
  const emulator = await startEmulator({
    port,
    onRequest: (entry) => requests.write(`${requestLine(entry, color)}\n`),
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

function readArguments(): { port: number; json: boolean; help: boolean } {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) throw new Error("--port must be a number from 0 to 65535");
  return { port, json: values.json, help: values.help };
}

function colorsFor(stream: NodeJS.WriteStream) {
  return picocolors.createColors(stream.isTTY === true && !process.env.NO_COLOR);
}

main().catch((error: unknown) => {
  process.stderr.write(`emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
