import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { FORMATS } from "../report/formats";

/** The folder to work in. */
export const folderOption = () =>
  new Option("-C, --cwd <folder>", "the folder that holds Pulumi.yaml and the connections").default(".");

/** The stacks to work on. */
export const stackOption = () =>
  new Option("-s, --stack <name...>", "only these stacks (the files' names without .yaml); default: all");

/** How many stacks at a time. */
export const parallelOption = () =>
  new Option("-p, --parallel <number>", "how many stacks to work on at a time")
    .argParser(wholeNumber)
    .default(4);

/** The form of the report. */
export const formatOption = () =>
  new Option("-f, --format <format>", "the form of the report").choices(FORMATS).default("text" as const);

/** Short for the form that machines read. */
export const jsonOption = () => new Option("--json", "short for --format json").conflicts("format");

/** Whether the services are read first. */
export const refreshOption = () =>
  new Option("-r, --refresh", "read the services first, so that what was changed there counts too");

/** Whether stacks without a file are emptied. */
export const pruneOption = () =>
  new Option("--prune", "delete the connections of stacks of which no file is left");

/** Whether to go on without a question. */
export const yesOption = () => new Option("-y, --yes", "do it without asking");

/** Whether to wait for a stack that another run has locked. */
export const waitForLockOption = () =>
  new Option("--wait-for-lock <duration>", "wait for a stack that another run has locked: 30s, 10m, 1h")
    .argParser(duration)
    .default(0, "not at all");

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
