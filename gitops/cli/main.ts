#!/usr/bin/env node
import { Command } from "@commander-js/extra-typings";
import { Redactor } from "../../provider/redact";
import { VERSION } from "../../provider/version";
import { applyCommand } from "./applyCommand";
import { destroyCommand } from "./destroyCommand";
import { driftCommand } from "./driftCommand";
import { EXIT } from "./exitCode";
import { importCommand } from "./importCommand";
import { initCommand } from "./initCommand";
import { planCommand } from "./planCommand";
import { rotateCommand } from "./rotateCommand";
import { validateCommand } from "./validateCommand";

const program = new Command("repo-connections")
  .description("The connections through which SigSentry and Coregit read your code, as files in git")
  .version(VERSION)
  .addCommand(initCommand())
  .addCommand(validateCommand())
  .addCommand(planCommand())
  .addCommand(applyCommand())
  .addCommand(driftCommand())
  .addCommand(importCommand())
  .addCommand(rotateCommand())
  .addCommand(destroyCommand())
  .addHelpText(
    "after",
    "\nExit codes: 0 nothing differs, or all was done; 1 an error; 2 a plan has changes, or something drifted; 130 interrupted.",
  );

program.parseAsync().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`error: ${new Redactor().redact(message)}`);
  process.exitCode = EXIT.failed;
});
