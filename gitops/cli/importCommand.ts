import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import { KINDS } from "../../provider/kinds/names";
import { writeFile } from "./fileFailure";
import { reporting } from "./options";
import { tell } from "./output";

/** `repo-connections import` */
export const importCommand = () =>
  reporting(
    new Command("import")
      .description("write what exists at the services, and is not managed yet, into the file; never a secret")
      .addOption(new Option("--service <service>", "look at one service only").choices(KINDS))
      .addOption(
        new Option("--dry-run", "print the file as it would be, and write nothing").conflicts([
          "format",
          "json",
        ]),
      ),
    ["import --stack payments", "import --service coregit --dry-run"],
  ).action(async (options) => {
    const { carryOut } = await import("./session.js");
    const { importInto } = await import("../commands/import.js");
    let isWritten = false;
    await carryOut("import", { ...options, parallel: 1 }, async (context) => {
      const [shard, ...others] = context.shards;
      if (shard === undefined || others.length > 0)
        throw new Error("Say which file to write to: --stack NAME, the file's name without .yaml.");
      const { report, file, text } = await importInto(context, shard, options.service);
      if (options.dryRun) {
        for (const { notes } of report.stacks) for (const note of notes) tell(`Note: ${note}`);
        return text;
      }
      if (report.summary.connections > 0) {
        await writeFile(join(context.declarations.folder, file), text);
        isWritten = true;
      }
      return report;
    });
    if (isWritten) tell(NEXT);
  });

const NEXT =
  "Next: change the names in the file as you like, then run `repo-connections plan` to see what taking over would change.";
