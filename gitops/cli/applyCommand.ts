import { readFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import type { Report } from "../report/schema";
import { fileFailure } from "./fileFailure";
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
    .action(async (options) => {
      const { carryOut, question } = await import("./session.js");
      const { apply } = await import("../commands/apply.js");
      const { refresh = false, prune = false, yes, plan } = options;
      await carryOut("apply", options, async (context) => {
        const reviewed = plan === undefined ? undefined : await readPlan(plan);
        return apply(context, {
          refresh: reviewed?.refreshed ?? refresh,
          prune,
          reviewed,
          confirm: question(yes, "Do this?", context),
        });
      });
    });

/** @throws Error where the file holds no plan. */
async function readPlan(file: string): Promise<Report> {
  const { reportSchema } = await import("../report/schema.js");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw fileFailure(file, "read", error);
  });
  const result = reportSchema.safeParse(parsed(text));
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
