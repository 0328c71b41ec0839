import { Command } from "@commander-js/extra-typings";
import { EVERYTHING, help } from "./help";
import {
  folderOption,
  formatOption,
  jsonOption,
  parallelOption,
  pruneOption,
  refreshOption,
  stackOption,
  waitForLockOption,
  yesOption,
} from "./options";

/** `repo-connections apply` */
export const applyCommand = () =>
  new Command("apply")
    .description("bring the services to what the files declare")
    .addOption(refreshOption())
    .option("--plan <file>", "do what this plan says; where that is no longer what would be done, do nothing")
    .addOption(pruneOption())
    .addOption(yesOption())
    .addOption(waitForLockOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText(
      "after",
      help(
        ["apply", "apply --refresh --yes", "apply --plan plan.json --yes", "apply --stack payments --yes"],
        EVERYTHING,
      ),
    )
    .action(async (options) => {
      const { carryOut } = await import("./session.js");
      const { apply } = await import("../commands/apply.js");
      const { readPlan } = await import("./planFile.js");
      const { refresh = false, prune = false, yes, plan } = options;
      await carryOut("apply", options, async (context, ask) => {
        const reviewed = plan === undefined ? undefined : readPlan(plan);
        return apply(context, {
          refresh: reviewed?.refreshed ?? refresh,
          prune,
          reviewed,
          confirm: ask(yes, "Do this?"),
        });
      });
    });
