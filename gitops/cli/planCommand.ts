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
} from "./options";

/** `repo-connections plan` */
export const planCommand = () =>
  new Command("plan")
    .description("show what apply would do; changes nothing")
    .addOption(refreshOption())
    .option("-o, --out <file>", "also write the plan to a file, for apply --plan")
    .addOption(pruneOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .addHelpText(
      "after",
      help(["plan", "plan --refresh --out plan.json", "plan --format markdown > report.md"], EVERYTHING),
    )
    .action(async (options) => {
      const { carryOut } = await import("./session.js");
      const { plan } = await import("../commands/plan.js");
      const { refuseUnwritable, writePlan } = await import("./planFile.js");
      const { refresh = false, prune = false, out } = options;
      await carryOut("plan", options, async (context) => {
        if (out !== undefined) await refuseUnwritable(out);
        const report = await plan(context, { refresh, prune });
        if (out !== undefined) await writePlan(out, report, (message) => context.progress.say(message));
        return report;
      });
    });
