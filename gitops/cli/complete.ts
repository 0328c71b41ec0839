import type { CommandUnknownOpts, Option } from "@commander-js/extra-typings";

/** What the project's files give to complete; read only where it is asked for. */
export interface Names {
  readonly connections: () => readonly string[];
  readonly stacks: () => readonly string[];
}

/** The arguments that name a connection. */
const CONNECTION = ["rotate", "list", "show"];

/**
 * What may stand in place of the last word.
 *
 * @param words what was typed after the program's name; the last one is not finished.
 */
export function complete(program: CommandUnknownOpts, words: readonly string[], names: Names): string[] {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const command = program.commands.find((one) => one.name() === before[0]);
  return candidates(program, command, before, current, names).filter((one) => one.startsWith(current));
}

function candidates(
  program: CommandUnknownOpts,
  command: CommandUnknownOpts | undefined,
  before: readonly string[],
  current: string,
  names: Names,
): readonly string[] {
  const { options } = command ?? program;
  const last = before.at(-1) ?? "";
  const option = options.find(({ short, long }) => short === last || long === last);
  if (option !== undefined && takesValue(option))
    return option.long === "--stack" ? names.stacks() : (option.argChoices ?? []);
  if (current.startsWith("-")) return [...options.flatMap(({ long }) => long ?? []), "--help"];
  if (command === undefined) return before[0] === undefined || before[0] === "help" ? namesOf(program) : [];
  if (CONNECTION.includes(command.name())) return names.connections();
  return command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
}

const takesValue = ({ required, optional }: Option) => required || optional;

function namesOf(program: CommandUnknownOpts): string[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
}
