import { writeFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import { plan } from "../commands/plan";
import { render } from "../report/render";
import {
  folderOption,
  formatOption,
  jsonOption,
  parallelOption,
  pruneOption,
  refreshOption,
  stackOption,
} from "./options";
import { finish, openSession } from "./session";

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
    .action(async (options) => {
      const context = await openSession(options);
      const report = await plan(context, options);
      finish(context, report, options);
      if (options.out !== undefined) await writeFile(options.out, render(report, "json", { colour: false }));
    });
