import { Command } from "@commander-js/extra-typings";
import { EVERYTHING, help } from "./help";
import {
  folderOption,
  formatOption,
  jsonOption,
  parallelOption,
  stackOption,
  waitForLockOption,
  yesOption,
} from "./options";

/** `repo-connections destroy` */
export const destroyCommand = () =>
  new Command("destroy")
    .description("delete every connection of the stacks, at the services too")
    .addOption(yesOption())
    .addOption(waitForLockOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText("after", help(["destroy --stack payments", "destroy --yes"], EVERYTHING))
    .action(async (options) => {
      const { carryOut } = await import("./session.js");
      const { destroy } = await import("../commands/destroy.js");
      await carryOut("destroy", options, (context, ask) =>
        destroy(context, ask(options.yes, "Delete all of this at the services?")),
      );
    });
