import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option, type OptionValues } from "@commander-js/extra-typings";
import { FORMATS } from "../report/formats";
import { EVERYTHING, help, type Variables } from "./help";

/** The folder to work in. */
export const folderOption = new Option(
  "-C, --cwd <folder>",
  "the folder that holds Pulumi.yaml and the connections",
).default(".");

/** Whether the services are read first. */
export const refreshOption = new Option(
  "-r, --refresh",
  "read the services first, so that what was changed there counts too",
);

/** Whether stacks without a file are emptied. */
export const pruneOption = new Option("--prune", "delete the connections of stacks whose file is gone");

/** How many stacks at a time: each is a `pulumi` process, which waits half of its time. */
const parallelOption = new Option("-p, --parallel <number>", "how many stacks to work on at a time")
  .argParser(wholeNumber)
  .default(Math.min(16, 2 * availableParallelism()), "two for each core, 16 at most");

/** What every command has that reports on stacks: its options, and what its help says after them. */
export function reporting<Arguments extends unknown[], Own extends OptionValues>(
  command: Command<Arguments, Own>,
  examples: readonly string[],
  variables: Variables = EVERYTHING,
) {
  return withReport(command).addOption(folderOption).addHelpText("after", help(examples, variables));
}

/** {@link reporting}, for a command that works on several stacks at a time. */
export function reportingOnMany<Arguments extends unknown[], Own extends OptionValues>(
  command: Command<Arguments, Own>,
  examples: readonly string[],
  variables: Variables = EVERYTHING,
) {
  return withReport(command)
    .addOption(parallelOption)
    .addOption(folderOption)
    .addHelpText("after", help(examples, variables));
}

const withReport = <Arguments extends unknown[], Own extends OptionValues>(
  command: Command<Arguments, Own>,
) =>
  command
    .addOption(
      new Option("-f, --format <format>", "the form of the report").choices(FORMATS).default("text" as const),
    )
    .addOption(new Option("--json", "short for --format json").conflicts("format"))
    .addOption(
      new Option("-s, --stack <name...>", "only these stacks (the files' names without .yaml); default: all"),
    );

/** What every command has that changes something at the services. */
export const changing = <Arguments extends unknown[], Own extends OptionValues>(
  command: Command<Arguments, Own>,
) =>
  command
    .addOption(new Option("-y, --yes", "do it without asking"))
    .addOption(
      new Option("--wait-for-lock <duration>", "wait for a stack that another run has locked: 30s, 10m, 1h")
        .argParser(duration)
        .default(0, "not at all"),
    );

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Exported for its test. */
export function duration(text: string): number {
  const { number, unit } = /^(?<number>[1-9]\d{0,4})(?<unit>[smh])$/.exec(text)?.groups ?? {};
  if (unit === "s" || unit === "m" || unit === "h") return Number(number) * UNITS[unit];
  throw new InvalidArgumentError("It must be a number of seconds, minutes or hours: 30s, 10m, 1h.");
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 99.");
}
