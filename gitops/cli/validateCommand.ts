import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { DeclarationsError, loadDeclarations } from "../file";
import { EXIT } from "./exitCode";
import { folderOption } from "./options";

/** `repo-connections validate` */
export const validateCommand = () =>
  new Command("validate")
    .description("check the files; needs no key, no secret and no network")
    .option("--json", "print the problems as JSON")
    .addOption(folderOption())
    .action(({ cwd, json }) => {
      const result = problemsIn(resolve(cwd));
      if (json)
        console.log(
          JSON.stringify({ valid: result.problems.length === 0, problems: result.problems }, null, 2),
        );
      else if (result.problems.length === 0) console.log(result.message);
      else console.error(result.message);
      process.exitCode = result.problems.length === 0 ? EXIT.clean : EXIT.failed;
    });

function problemsIn(folder: string): { problems: DeclarationsError["problems"]; message: string } {
  try {
    const { stacks } = loadDeclarations(folder);
    const connections = stacks.reduce(
      (sum, { sigsentry, coregit }) => sum + Object.keys(sigsentry).length + Object.keys(coregit).length,
      0,
    );
    return { problems: [], message: `Valid: ${connections} connections in ${stacks.length} files.` };
  } catch (error) {
    if (error instanceof DeclarationsError) return { problems: error.problems, message: error.message };
    throw error;
  }
}
