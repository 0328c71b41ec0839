import type { ChildProcess } from "node:child_process";
import { LocalWorkspace, PulumiCommand, type PulumiFn } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { type Interrupting, interruptedOnce, started } from "./children";
import { Interrupted, interruptible } from "./interrupted";
import { pulumiVariables } from "./user";

/** What every command of the Automation API goes through; the SDK keeps its type to itself. */
type Run = (args: string[], ...rest: unknown[]) => Promise<unknown>;

/**
 * The `pulumi` on `PATH`, as the Automation API is to use it: a user's selected stack stays selected, a plan reads the
 * service only when it is asked to, whatever `Pulumi.yaml` says, and nothing is run for an answer that nobody reads.
 *
 * It is laid over the SDK's own object, so that an SDK which runs its commands in another way works as ever.
 *
 * @param interrupting how the user interrupts: a command that fails after that was interrupted, too.
 * @throws Error when there is no `pulumi`, or one that is too old; with advice.
 */
export async function pulumiCommand(interrupting: Interrupting): Promise<PulumiCommand> {
  const asked = <Result>(start: () => Promise<Result>) =>
    interruptible(interrupting.stopping, () => interruptedOnce(interrupting, start));
  const found = await asked(() => PulumiCommand.get().catch(explained));
  return overlaid(found, (run) => async (args, ...rest) => {
    const stdout = answerWithoutRunning(args);
    if (stdout !== undefined) return { stdout, stderr: "", code: 0 };
    const result = asked(() => run(adjusted(withoutFalseFlags(args)), ...rest));
    return args.includes("--show-secrets") ? result.catch(withoutOutput) : result;
  });
}

function explained(error: unknown): never {
  throw new Error(
    `The Pulumi CLI is needed, and cannot be used: ${reasonOf(error)}. Install it (https://www.pulumi.com/docs/install/) so that \`pulumi version\` works.`,
  );
}

/** The same command; `onStart` is given each process of it that locks its stack, as soon as it is started. */
export function withLocksTold(command: PulumiCommand, onStart: (child: ChildProcess) => void): PulumiCommand {
  return overlaid(command, (run) => (args, ...rest) => {
    const { result, child } = started(() => run(args, ...rest));
    if (child && locks(args)) onStart(child);
    return result;
  });
}

/** The same command, without showing secrets: to decrypt them takes twice as long as all the rest. */
export function withSecretsMasked(command: PulumiCommand): PulumiCommand {
  return overlaid(
    command,
    (run) =>
      (args, ...rest) =>
        run(
          args.filter((arg) => arg !== "--show-secrets"),
          ...rest,
        ),
  );
}

function overlaid(command: PulumiCommand, around: (run: Run) => Run): PulumiCommand {
  if (!("run" in command) || typeof command.run !== "function") return command;
  const run: Run = command.run.bind(command);
  const changed: PulumiCommand = Object.create(command, { run: { value: around(run) } });
  return changed;
}

/** Of the commands that are used here, those that lock their stack. Exported for its test. */
export function locks(args: readonly string[]): boolean {
  const [command = ""] = args;
  return ["up", "destroy", "refresh"].includes(command) && !args.includes("--preview-only");
}

/**
 * A workspace of the project's folder whose commands get these variables besides the process's own.
 *
 * @param program runs in this process; `undefined`: as the project says.
 */
export function workspaceOf(
  folder: string,
  command: PulumiCommand,
  environment: Readonly<Record<string, string>> = {},
  program?: PulumiFn,
): Promise<LocalWorkspace> {
  return LocalWorkspace.create({
    workDir: folder,
    pulumiCommand: command,
    envVars: { ...pulumiVariables(), ...environment },
    ...(program ? { program } : {}),
  });
}

/**
 * The SDK selects a stack before it works on it, though each command names its stack, and asks for outputs and the
 * history after each update. Exported for its test.
 *
 * @returns what the command would print; `undefined`: it is to be run.
 */
export function answerWithoutRunning([first, second, ...rest]: readonly string[]): string | undefined {
  if (first !== "stack") return undefined;
  if (second === "select") return "";
  if (second === "output" && rest.includes("--json")) return "{}";
  return second === "history" && rest.includes("--json") ? "[]" : undefined;
}

/** The flags that the Automation API gives a value in an argument of its own. */
const WITH_VALUE = new Set(["--stack", "--plan", "--save-plan", "--target", "--exclude"]);

/**
 * A value that begins with a hyphen stays the value of its flag. Where a name stands alone, nothing like a flag is let
 * through. Exported for its test.
 */
export function withoutFalseFlags(args: readonly string[]): string[] {
  const [first, second, name = ""] = args;
  if (first === "stack" && second === "init" && name.startsWith("-"))
    throw new Error(`${name} is not a stack's name.`);
  return args.flatMap((arg, index) => {
    if (WITH_VALUE.has(args[index - 1] ?? "")) return [];
    return WITH_VALUE.has(arg) ? [`${arg}=${args[index + 1] ?? ""}`] : [arg];
  });
}

/** Exported for its test. */
export function adjusted(args: readonly string[]): string[] {
  const [first, second] = args;
  if (first === "stack" && second === "init") return [...args, "--no-select"];
  const reads = first === "preview" || first === "up" || first === "destroy";
  return reads && !args.includes("--refresh") ? [...args, "--refresh=false"] : [...args];
}

/** What the Automation API knows of a command that failed. */
const failed = z.object({
  commandResult: z.object({ err: z.object({ stderr: z.string(), shortMessage: z.string() }) }),
});

/**
 * The SDK puts into an error what the command had printed by then: secrets, where it was to show them. It is interrupted
 * together with this process, for one thing. Only its own words are told.
 */
function withoutOutput(error: unknown): never {
  if (error instanceof Interrupted) throw error;
  const { stderr, shortMessage } = failed.safeParse(error).data?.commandResult.err ?? {};
  throw new Error(stderr || shortMessage || "pulumi failed and did not say why.");
}

/** What the Automation API puts before a command's own words. */
const BEFORE_WORDS = /^code: -?\d+\n stdout: [\s\S]*?\n stderr: (Command failed .*\n)?(error: )?/;

/** What the command itself, or the system, has said. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/\bENOENT\b/.test(text)) return "there is no `pulumi` on PATH";
  const [first = ""] = text.replace(BEFORE_WORDS, "").split("\n");
  return first.replace(/\.$/, "");
}
