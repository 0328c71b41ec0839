import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { SERVICE_NAMES } from "../../provider/kinds/names";
import type { DeclarationsError, Doubt } from "../file";
import { FOLDER } from "../file/files";
import { harmlessJson } from "../report/json";
import { count } from "../report/words";
import { EXIT } from "./exitCode";
import { filesIn } from "./folder";
import { help } from "./help";
import { folderOption } from "./options";
import { print, tell, writeAsItIs } from "./output";

/** `repo-connections validate` */
export const validateCommand = () =>
  new Command("validate")
    .description("check the files; needs no key, no secret and no network")
    .option("--json", "print the problems as JSON")
    .addOption(folderOption)
    .addHelpText("after", help(["validate", "validate --json -C infrastructure"]))
    .action(async ({ cwd, json }) => {
      const { renderPlace } = await import("../file/index.js");
      const result = await resultOf(filesIn(resolve(cwd), tell));
      const { problems, warnings, message } = result;
      const valid = problems.length === 0;
      if (json)
        writeAsItIs(
          harmlessJson({ valid, problems, warnings: warnings.map(({ kind: _, ...warning }) => warning) }),
        );
      else {
        for (const { kind, path, message: doubt, ...place } of warnings)
          tell(
            `${renderPlace(place)}: ${path}: warning: ${doubt}. ${SERVICE_NAMES[kind]} stores it as it is.`,
          );
        if (valid) print(message);
        else tell(message);
      }
      process.exitCode = valid ? EXIT.clean : EXIT.failed;
    });

/** A project may have come to its last stack, so that this is no mistake. */
const NO_FILES = `Nothing is declared: ${FOLDER}/ has no file NAME.yaml. \`repo-connections init --folder-for NAME\` writes one.`;

interface Result {
  readonly problems: DeclarationsError["problems"];
  /** What is accepted all the same. */
  readonly warnings: readonly Doubt[];
  readonly message: string;
}

async function resultOf(folder: string): Promise<Result> {
  const { connectionsOf, DeclarationsError, doubtsIn, loadDeclarations } = await import("../file/index.js");
  try {
    const declarations = loadDeclarations(folder);
    const connections = declarations.stacks.flatMap(connectionsOf).length;
    const files = declarations.stacks.length;
    const message =
      files === 0 ? NO_FILES : `Valid: ${count(connections, "connection")} in ${count(files, "file")}.`;
    return { problems: [], warnings: doubtsIn(declarations), message };
  } catch (error) {
    if (!(error instanceof DeclarationsError)) throw error;
    return { problems: error.problems, warnings: [], message: error.message };
  }
}
