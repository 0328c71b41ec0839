import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { init } from "../commands/init";
import { folderOption } from "./options";

/** `repo-connections init` */
export const initCommand = () =>
  new Command("init")
    .description("write what a project needs into a folder; a file that is there stays as it is")
    .option("--name <name>", "the name of the Pulumi project", "repo-connections")
    .option(
      "--folder-for <stack>",
      "make a folder of files, one for each SigSentry project, and the first of them",
    )
    .addOption(folderOption())
    .action(async ({ cwd, name, folderFor }) => {
      const files = await init(resolve(cwd), { name, stack: folderFor });
      for (const { file, written } of files) console.log(`${written ? "wrote" : "kept "}  ${file}`);
      console.log("\nNext: npm install, declare connections, `npx repo-connections plan`.");
    });
