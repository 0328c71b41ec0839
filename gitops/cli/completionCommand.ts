import { Argument, Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { visible } from "../../provider/text/visible";
import { complete, type Names } from "./complete";
import { help } from "./help";
import { print, writeAsItIs } from "./output";

/** What each shell needs to ask this program for what may be typed next. */
const SCRIPTS = {
  bash: `_repo_connections() {
  local IFS=$'\\n'
  COMPREPLY=($(repo-connections __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _repo_connections repo-connections
`,
  zsh: `#compdef repo-connections
_repo_connections() {
  local -a found
  found=("\${(@f)$(repo-connections __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found[1]" ]]; then compadd -a found; else _files; fi
}
compdef _repo_connections repo-connections
`,
  fish: `function __repo_connections
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -e words[1]
  repo-connections __complete -- $words "$current" 2>/dev/null
end
complete -c repo-connections -a '(__repo_connections)'
`,
} as const;

const SHELLS = ["bash", "zsh", "fish"] as const;

/** `repo-connections completion` */
export const completionCommand = () =>
  new Command("completion")
    .description("print a script that lets a shell complete commands, options, connections and stacks")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      help([
        "completion bash >> ~/.bashrc",
        "completion zsh >> ~/.zshrc",
        "completion fish > ~/.config/fish/completions/repo-connections.fish",
      ]),
    )
    .action((shell) => writeAsItIs(SCRIPTS[shell]));

/** What the shells call; see {@link SCRIPTS}. */
export const completeCommand = (program: CommandUnknownOpts) =>
  new Command("__complete").argument("[words...]").action(async (words) => {
    const names = await namesIn(words);
    // A shell takes them as they are, and shows them: what would not be seen as it is, is not offered.
    for (const one of complete(program, words, names).filter((word) => visible(word) === word)) print(one);
  });

/** The names in the files of the folder that the words mean. Files that are wrong give none: nobody reads errors here. */
async function namesIn(words: readonly string[]): Promise<Names> {
  const { resolve } = await import("node:path");
  const { connectionsOf, loadDeclarations, projectFolder } = await import("../file/index.js");
  const given = words[words.findIndex((word) => word === "-C" || word === "--cwd") + 1];
  const isGiven = words.some((word) => word === "-C" || word === "--cwd");
  const load = () => {
    try {
      const folder = projectFolder(resolve((isGiven ? given : undefined) ?? "."));
      return folder === undefined ? [] : loadDeclarations(folder).stacks;
    } catch {
      return [];
    }
  };
  return {
    connections: () => load().flatMap((stack) => connectionsOf(stack).map(({ name }) => name)),
    stacks: () => load().flatMap(({ name }) => name ?? []),
  };
}
