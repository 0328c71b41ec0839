import { Command } from "@commander-js/extra-typings";
import { expect, it } from "vitest";
import { complete } from "./complete";
import { completeCommand, completionCommand } from "./completionCommand";
import { initCommand } from "./initCommand";
import { rotateCommand } from "./rotateCommand";
import { listCommand, planCommand } from "./stackCommands";

const program = new Command("repo-connections")
  .version("1.0.0")
  .addCommand(planCommand())
  .addCommand(rotateCommand())
  .addCommand(listCommand())
  .addCommand(initCommand())
  .addCommand(completionCommand());
program.addCommand(completeCommand(program), { hidden: true });
const names = { connections: () => ["payments", "fraud"], stacks: () => ["shop", "search"] };

it.each([
  ["commands", [""], ["plan", "rotate", "list", "init", "completion", "help"]],
  ["a command that is begun", ["ro"], ["rotate"]],
  ["options", ["plan", "--p"], ["--prune", "--parallel"]],
  ["options of the program itself", ["--ver"], ["--version"]],
  [
    "the choices of an option, by either of its names",
    ["plan", "-f", ""],
    ["text", "json", "markdown", "html"],
  ],
  ["a choice that is begun", ["plan", "--format", "ma"], ["markdown"]],
  ["connections", ["rotate", "--yes", ""], ["payments", "fraud"]],
  ["connections that are begun", ["list", "pay"], ["payments"]],
  ["stacks", ["plan", "--stack", "se"], ["search"]],
  ["commands to be helped with", ["help", "in"], ["init"]],
  ["shells", ["completion", ""], ["bash", "zsh", "fish"]],
  ["nothing where a file or a text is asked for", ["plan", "--out", ""], []],
  ["nothing after what is no command", ["plam", ""], []],
])("completes %s", (_, words, expected) => {
  expect(complete(program, words, names)).toEqual(expected);
});
