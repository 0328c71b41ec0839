import { Command } from "@commander-js/extra-typings";
import { destroy } from "../commands/destroy";
import { EXIT, exitCodeOf } from "./exitCode";
import { folderOption, formatOption, jsonOption, parallelOption, stackOption, yesOption } from "./options";
import { openSession, print, question } from "./session";

/** `repo-connections destroy` */
export const destroyCommand = () =>
  new Command("destroy")
    .description("delete every connection of the stacks, at the services too")
    .addOption(yesOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .action(async (options) => {
      const confirm = question(options.yes, "Delete all of this at the services?");
      const report = await destroy(await openSession(options), confirm);
      if (report) print(report, options);
      process.exitCode = report ? exitCodeOf(report) : EXIT.failed;
    });
