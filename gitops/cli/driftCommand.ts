import { Command } from "@commander-js/extra-typings";
import { drift } from "../commands/drift";
import { folderOption, formatOption, jsonOption, parallelOption, stackOption } from "./options";
import { finish, openSession } from "./session";

/** `repo-connections drift` */
export const driftCommand = () =>
  new Command("drift")
    .description("show what was changed at the services since it was last applied; changes nothing")
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .action(async (options) => {
      const context = await openSession(options);
      const report = await drift(context);
      finish(context, report, options);
    });
