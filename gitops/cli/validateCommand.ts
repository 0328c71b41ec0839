import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import type { DeclarationsError } from "../file";
import { count } from "../report/words";
import { EXIT } from "./exitCode";
import { filesIn } from "./folder";
import { help } from "./help";
import { folderOption } from "./options";

/** `repo-connections validate` */
export const validateCommand = () =>
  new Command("validate")
    .description("check the files; needs no key, no secret and no network")
    .option("--json", "print the problems as JSON")
    .addOption(folderOption())
    .addHelpText("after", help(["validate", "validate --json -C infrastructure"]))
    .action(async ({ cwd, json }) => {
      const result = await problemsIn(filesIn(resolve(cwd), (message) => console.error(message)));
      if (json)
        console.log(
          JSON.stringify({ valid: result.problems.length === 0, problems: result.problems }, null, 2),
        );
      else if (result.problems.length === 0) console.log(result.message);
      else console.error(result.message);
      process.exitCode = result.problems.length === 0 ? EXIT.clean : EXIT.failed;
    });

async function problemsIn(
  folder: string,
): Promise<{ problems: DeclarationsError["problems"]; message: string }> {
  const { DeclarationsError, loadDeclarations } = await import("../file/index.js");
  try {
    const { stacks } = loadDeclarations(folder);
    const connections = stacks.reduce(
      (sum, { sigsentry, coregit }) => sum + Object.keys(sigsentry).length + Object.keys(coregit).length,
      0,
    );
    const message = `Valid: ${count(connections, "connection")} in ${count(stacks.length, "file")}.`;
    return { problems: [], message };
  } catch (error) {
    if (error instanceof DeclarationsError) return { problems: error.problems, message: error.message };
    throw error;
  }
}
