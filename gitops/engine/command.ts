import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { z } from "zod";

/** What every command of the Automation API goes through; the SDK keeps its type to itself. */
type Run = (args: string[], ...rest: unknown[]) => Promise<unknown>;

/**
 * The `pulumi` on `PATH`, as the Automation API is to use it: a user's selected stack stays selected, a plan reads the
 * service only when it is asked to, whatever `Pulumi.yaml` says, and nothing is run for an answer that nobody reads.
 *
 * It is laid over the SDK's own object, so that an SDK which runs its commands in another way works as ever.
 *
 * @throws Error when there is no `pulumi`, or one that is too old; with advice.
 */
export async function pulumiCommand(): Promise<PulumiCommand> {
  const found = await PulumiCommand.get().catch((error: unknown) => {
    throw new Error(
      `The Pulumi CLI is needed, and cannot be used: ${reasonOf(error)}. Install it (https://www.pulumi.com/docs/install/) so that \`pulumi version\` works.`,
    );
  });
  if (!("run" in found) || typeof found.run !== "function") return found;
  const run: Run = found.run.bind(found);
  const command: PulumiCommand = Object.create(found, {
    run: {
      value: async (args: string[], ...rest: unknown[]) => {
        const stdout = answerWithoutRunning(args);
        if (stdout !== undefined) return { stdout, stderr: "", code: 0 };
        return run(adjusted(args), ...rest).catch((error: unknown) => {
          throw args.includes("--show-secrets") ? withoutOutput(error) : error;
        });
      },
    },
  });
  return command;
}

/** A workspace of the project's folder whose commands get these variables besides the process's own. */
export function workspaceOf(
  folder: string,
  command: PulumiCommand,
  environment: Readonly<Record<string, string>> = {},
): Promise<LocalWorkspace> {
  return LocalWorkspace.create({
    workDir: folder,
    pulumiCommand: command,
    envVars: { PULUMI_SKIP_UPDATE_CHECK: "true", ...environment },
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
function withoutOutput(error: unknown): Error {
  const { stderr, shortMessage } = failed.safeParse(error).data?.commandResult.err ?? {};
  return new Error(stderr || shortMessage || "pulumi failed and did not say why.");
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
