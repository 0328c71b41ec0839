import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import { KINDS } from "../../provider/kinds/names";
import type { Context } from "../commands/context";
import type { Shard } from "../commands/shards";
import type { Report } from "../report/schema";
import { writeFile } from "./fileFailure";
import { reporting } from "./options";
import { tell } from "./output";

/** `repo-connections import` */
export const importCommand = () =>
  reporting(
    new Command("import")
      .description("write what exists at the services, and is not managed yet, into the file; never a secret")
      .addOption(new Option("--service <service>", "look at one service only").choices(KINDS))
      .option("--pulumi <file>", "for a program instead: write the file that `pulumi import --file` takes")
      .option(
        "--project <id>",
        "with --pulumi: the SigSentry project to look at; default: the configured one",
      )
      .addOption(
        new Option("--dry-run", "print the file as it would be, and write nothing").conflicts([
          "format",
          "json",
        ]),
      ),
    [
      "import --stack payments",
      "import --service coregit --dry-run",
      "import --pulumi import.json && pulumi import --file import.json",
    ],
  ).action(async (options) => {
    const { carryOut } = await import("./session.js");
    const { dryRun, pulumi, project, service } = options;
    if (project !== undefined && pulumi === undefined)
      throw new Error("--project goes with --pulumi: a file says at its top which project it is for.");
    if (pulumi === "") throw new Error("--pulumi is empty: give the name of a file.");
    if (pulumi !== undefined && !dryRun && existsSync(pulumi))
      throw new Error(`${pulumi} is there, and stays as it is. Remove it, or give --pulumi another file.`);
    let next: string | undefined;
    const session = { ...options, parallel: 1, isForProgram: pulumi !== undefined };
    await carryOut("import", session, async (context) => {
      const target = pulumi === undefined ? intoFile(service) : forProgram(pulumi, service, project);
      const found = await target(context);
      if (dryRun) {
        for (const { notes } of found.report.stacks) for (const note of notes) tell(`Note: ${note}`);
        return found.text;
      }
      if (found.report.summary.connections > 0) {
        await writeFile(found.file, found.text);
        next = found.next;
      }
      return found.report;
    });
    if (next !== undefined) tell(next);
  });

/** What an import has found, and where it goes. */
interface Found {
  readonly report: Report;
  readonly file: string;
  readonly text: string;
  /** What the user does once it is written. */
  readonly next: string;
}

type Target = (context: Context) => Promise<Found>;

type Service = (typeof KINDS)[number] | undefined;

const intoFile =
  (service: Service): Target =>
  async (context) => {
    const { importInto } = await import("../commands/import.js");
    const shard = onlyOne(
      context,
      "Say which file to write to: --stack NAME, the file's name without .yaml.",
    );
    const { report, file, text } = await importInto(context, shard, service);
    const next =
      "Next: change the names in the file as you like, then run `repo-connections plan` to see what taking over would change.";
    return { report, file: join(context.declarations.folder, file), text, next };
  };

const forProgram =
  (file: string, kind: Service, project: string | undefined): Target =>
  async (context) => {
    const { importForPulumi } = await import("../commands/pulumiImport.js");
    const shard = onlyOne(
      context,
      context.shards.length > 0
        ? "Say which stack it is for: --stack NAME."
        : "This project has no stack to import into: `pulumi stack init NAME` makes one.",
    );
    const next = `Next: run \`pulumi import --file ${file} --stack ${shard.name}\`. It takes them into the stack and prints what the program has to declare.`;
    return { ...(await importForPulumi(context, shard, { file, kind, project })), file, next };
  };

function onlyOne({ shards: [shard, ...others] }: Context, advice: string): Shard {
  if (shard === undefined || others.length > 0) throw new Error(advice);
  return shard;
}
