import { readFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import { apply } from "../commands/apply";
import { type Report, reportSchema } from "../report/schema";
import {
  folderOption,
  formatOption,
  jsonOption,
  parallelOption,
  pruneOption,
  refreshOption,
  stackOption,
  yesOption,
} from "./options";
import { finish, openSession, question } from "./session";

/** `repo-connections apply` */
export const applyCommand = () =>
  new Command("apply")
    .description("bring the services to what the files declare")
    .addOption(refreshOption())
    .option("--plan <file>", "do what this plan says; where that is no longer what would be done, do nothing")
    .addOption(pruneOption())
    .addOption(yesOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(parallelOption())
    .addOption(folderOption())
    .action(async (options) => {
      const reviewed = options.plan === undefined ? undefined : await readPlan(options.plan);
      const context = await openSession(options);
      const report = await apply(context, {
        refresh: reviewed?.refreshed ?? options.refresh,
        prune: options.prune,
        reviewed,
        confirm: question(options.yes, "Do this?"),
      });
      finish(context, report, options);
    });

/** @throws Error where the file holds no plan. */
async function readPlan(file: string): Promise<Report> {
  const result = reportSchema.safeParse(parsed(await readFile(file, "utf8")));
  if (result.success && result.data.command === "plan") return result.data;
  throw new Error(`${file} holds no plan: make one with \`repo-connections plan --out ${file}\`.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
