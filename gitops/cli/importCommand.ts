import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import { importInto } from "../commands/import";
import { replaceFile } from "../file";
import { KINDS } from "../kinds";
import { folderOption, formatOption, jsonOption, stackOption } from "./options";
import { finish, openSession } from "./session";

/** `repo-connections import` */
export const importCommand = () =>
  new Command("import")
    .description("write what exists at the services, and is not managed yet, into the file; never a secret")
    .addOption(new Option("--service <service>", "look at one service only").choices(KINDS))
    .option("--dry-run", "print the file as it would be, and write nothing")
    .addOption(formatOption())
    .addOption(jsonOption())
    .addOption(stackOption())
    .addOption(folderOption())
    .action(async (options) => {
      const context = await openSession({ ...options, parallel: 1 });
      const [shard, ...others] = context.shards;
      if (shard === undefined || others.length > 0)
        throw new Error("Say which file to write to: --stack NAME, the file's name without .yaml.");
      const { report, file, text } = await importInto(context, shard, options.service);
      if (options.dryRun) {
        process.stdout.write(text);
        return;
      }
      if (report.summary.connections > 0) await replaceFile(join(context.declarations.folder, file), text);
      finish(context, report, options);
    });
