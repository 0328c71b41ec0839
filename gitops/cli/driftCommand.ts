import { Command } from "@commander-js/extra-typings";
import { EVERYTHING, help } from "./help";
import { folderOption, formatOption, jsonOption, parallelOption, stackOption } from "./options";

/** `repo-connections drift` */
export const driftCommand = () =>
  new Command("drift")
    .description("show what was changed at the services since it was last applied; changes nothing")
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText(
      "after",
      help(["drift", "drift --format html > drift.html", "drift --stack payments --json"], EVERYTHING),
    )
    .action(async (options) => {
      const { carryOut } = await import("./session.js");
      const { drift } = await import("../commands/drift.js");
      await carryOut("drift", options, drift);
    });
