import { join } from "node:path";
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";

/** Where this package's page on the emulator lies, in the version that is installed. */
const PAGE = join(__dirname, "..", "..", "..", "docs", "emulator.md");

/** `repo-connections emulator` */
export const emulatorCommand = () =>
  new Command("emulator")
    .description("run a local stand-in of both services, with made-up keys: for tests, and to try things")
    .option(
      "--port <number>",
      "the port to listen on, on 127.0.0.1; by default the system chooses one",
      port,
      0,
    )
    .option("--project <id...>", "the ids of its SigSentry projects", ["prj_payments"])
    .option("--json", "print one JSON object with the address and the keys; requests go to stderr", false)
    .addHelpText(
      "after",
      `\nOne line is printed per request. Ctrl-C stops it; nothing is stored.\n\nDocumentation:\n  ${PAGE}`,
    )
    .action(async ({ port, project, json }) => {
      const { runEmulator } = await import("../../emulator/run.js");
      await runEmulator({ port, projects: project, json });
    });

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
