#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { VERSION } from "../../provider/version";
import { messageOf } from "../commands/pulumiWords";
import { Interrupted } from "../engine/interrupted";
import { completeCommand, completionCommand } from "./completionCommand";
import { emulatorCommand } from "./emulatorCommand";
import { EXIT } from "./exitCode";
import { EVERYTHING, help } from "./help";
import { importCommand } from "./importCommand";
import { initCommand } from "./initCommand";
import { print, tell } from "./output";
import { rotateCommand } from "./rotateCommand";
import {
  applyCommand,
  destroyCommand,
  driftCommand,
  listCommand,
  planCommand,
  showCommand,
} from "./stackCommands";
import { outliveLostOutput } from "./terminal";
import { validateCommand } from "./validateCommand";

const program = new Command("repo-connections")
  .description("The connections through which SigSentry and Coregit read your code, as files in git")
  .version(VERSION)
  .addCommand(initCommand())
  .addCommand(validateCommand())
  .addCommand(planCommand())
  .addCommand(applyCommand())
  .addCommand(driftCommand())
  .addCommand(listCommand())
  .addCommand(showCommand())
  .addCommand(importCommand())
  .addCommand(rotateCommand())
  .addCommand(destroyCommand())
  .addCommand(emulatorCommand())
  .addCommand(completionCommand())
  .addHelpText("after", help(["init", "plan", "apply", "help rotate"], EVERYTHING))
  .addHelpText(
    "after",
    "\nExit codes: 0 nothing differs, or all was done; 1 an error, or declined;\n2 a plan has changes, or something drifted; 130 interrupted.",
  );

program.addCommand(completeCommand(program), { hidden: true });
outliveLostOutput(tell);
for (const command of [program, ...program.commands])
  command.configureOutput({ writeErr: (text) => tell(text.replace(/\n$/, "")), writeOut: print });
program.parseAsync().catch((error: unknown) => {
  const isInterrupted = error instanceof Interrupted;
  tell(`${isInterrupted ? "" : "error: "}${messageOf(error)}`);
  process.exitCode = isInterrupted ? EXIT.interrupted : EXIT.failed;
});
