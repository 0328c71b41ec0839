import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { projectNameFor } from "../file/files";
import { help } from "./help";
import { folderOption } from "./options";
import { print } from "./output";

/** `repo-connections init` */
export const initCommand = () =>
  new Command("init")
    .description("write what a project needs into a folder; a file that is there stays as it is")
    .addOption(
      new Option("--name <name>", "the name of the Pulumi project; default: the folder's").argParser(name),
    )
    .addOption(
      new Option(
        "--folder-for <stack>",
        "make a folder of files, one for each SigSentry project, and the first of them",
      ).argParser(stackName),
    )
    .addOption(folderOption)
    .addHelpText("after", help(["init", "init --folder-for payments"]))
    .action(async ({ cwd, name, folderFor }) => {
      const folder = resolve(cwd);
      const { init } = await import("../commands/init.js");
      const { files, next } = await init(folder, { name: name ?? projectNameFor(folder), stack: folderFor });
      for (const { file, written } of files) print(`${written ? "wrote" : "kept "}  ${file}`);
      print(`\nNext: ${next.join(", ")}.`);
    });

/** Pulumi's own rule, for projects and for stacks. */
const NAME = /^[A-Za-z0-9_.-]{1,100}$/;

function name(text: string): string {
  if (NAME.test(text)) return text;
  throw new InvalidArgumentError("It must be 1 to 100 letters, digits, dots, hyphens and underscores.");
}

/** A file whose name begins otherwise is hidden, or has a meaning of its own. */
function stackName(text: string): string {
  if (/^[A-Za-z0-9]/.test(text) && !text.endsWith(".yaml")) return name(text);
  throw new InvalidArgumentError("It must begin with a letter or a digit, and is written without .yaml.");
}
