import { Command } from "@commander-js/extra-typings";
import { destroy } from "../commands/destroy";
import { folderOption, formatOption, jsonOption, parallelOption, stackOption, yesOption } from "./options";
import { finish, openSession, question } from "./session";

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
      const context = await openSession(options);
      const report = await destroy(context, confirm);
      finish(context, report, options);
    });
