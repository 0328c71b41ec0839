import { resolve } from "node:path";
import type { Context } from "../commands/context";
import { messageOf } from "../commands/pulumiWords";
import { selected, shardsOf } from "../commands/shards";
import { nameWithin } from "../commands/stackNames";
import { commandFailed } from "../commands/summary";
import { Engine } from "../engine/engine";
import { interruptible } from "../engine/interrupted";
import { loadDeclarations } from "../file";
import { type Format, render } from "../report/render";
import type { Report } from "../report/schema";
import { EXIT, exitCodeOf } from "./exitCode";
import { hasConnections, projectIn } from "./folder";
import { type Interruption, listenForInterruption } from "./interruption";
import { endSoon, print, tell, writeAsItIs } from "./output";
import { progressDisplay } from "./progress";
import { confirmed, textOptions } from "./terminal";

/** What every command that works with stacks is told. */
export interface SessionOptions extends FormatOptions {
  readonly cwd: string;
  readonly stack?: readonly string[] | undefined;
  readonly parallel: number;
  /** Whether the command serves programs as well, in whose projects no file declares anything; default: no. */
  readonly isForProgram?: boolean;
  /** For how long to wait for a stack that is locked, in milliseconds; default: not at all. */
  readonly waitForLock?: number;
}

/** What a command's options say of the form of its report. */
export interface FormatOptions {
  readonly format: Format;
  readonly json?: true | undefined;
}

/**
 * Carries out a command that works with stacks: its report goes to stdout and decides the exit code. Where it fails
 * before there is a report, that is a report too, unless it is read by people, who look at stderr.
 *
 * @param work what the command does, and how it asks the user; a text is printed; nothing: the user has declined.
 */
export async function carryOut(
  command: Report["command"],
  options: SessionOptions,
  work: (context: Context, ask: Ask) => Promise<Report | string | undefined>,
): Promise<void> {
  try {
    const opened = await openProject(options);
    try {
      const { context, ask } = await openSession(opened, options);
      finish(context, await interruptible(context.cancelled, () => work(context, ask)), options);
    } finally {
      await opened.engine.close();
      // A request that was dropped would keep this process, which has sent it, from its end.
      if (opened.interruption.dropping.aborted) endSoon();
    }
  } catch (error) {
    if (formatOf(options) !== "text")
      printReport(commandFailed(command, messageOf(error)), formatOf(options));
    throw error;
  }
}

/** A project, opened. */
interface OpenProject extends Pick<Context, "declarations" | "engine" | "progress"> {
  readonly interruption: Interruption;
}

/** Opens the project in a folder: its files first, since nothing else is worth doing while they are wrong. */
async function openProject(options: SessionOptions): Promise<OpenProject> {
  const { cwd, waitForLock = 0, isForProgram = false } = options;
  const progress = progressDisplay();
  const say = (message: string) => progress.say(message);
  const folder = projectIn(resolve(cwd), say);
  const declarations =
    isForProgram && !hasConnections(folder) ? { folder, stacks: [] } : loadDeclarations(folder);
  const interruption = listenForInterruption(say);
  const { stopping, dropping } = interruption;
  const engine = await interruptible(stopping, () =>
    Engine.open(declarations, { stopping, dropping, waitMs: waitForLock, say }),
  );
  return { declarations, engine, progress, interruption };
}

async function openSession(
  { declarations, engine, progress, interruption }: OpenProject,
  { stack = [], parallel }: SessionOptions,
): Promise<{ context: Context; ask: Ask }> {
  const { stopping } = interruption;
  const { existing, everyShard, asked } = await interruptible(stopping, async () => {
    const asked = await namesWithin(engine, stack);
    const existing = await engine.stacks();
    return { asked, existing, everyShard: shardsOf(declarations, existing, asked) };
  });
  const context = {
    declarations,
    engine,
    shards: selected(everyShard, asked),
    everyShard,
    existing,
    parallel,
    progress,
    cancelled: stopping,
  };
  return { context, ask: asking(interruption) };
}

/** Pulumi is asked only where a name is a full one. */
async function namesWithin(engine: Engine, stacks: readonly string[]): Promise<readonly string[]> {
  if (stacks.includes(""))
    throw new Error("--stack is empty: give the name of a stack, or leave --stack out.");
  const flag = stacks.find((name) => name.startsWith("-"));
  if (flag !== undefined)
    throw new Error(`${flag} is not a stack's name: names that begin with a hyphen are refused.`);
  if (!stacks.some((name) => name.includes("/"))) return stacks;
  const home = await engine.home();
  return stacks.map((name) => nameWithin(name, home));
}

const DECLINED = "Nothing was done.";
const INTERRUPTED_BEFORE = "Interrupted; nothing was done.";

function finish({ cancelled }: Context, done: Report | string | undefined, options: FormatOptions): void {
  if (done === undefined) tell(cancelled.aborted ? INTERRUPTED_BEFORE : DECLINED);
  else if (typeof done === "string") print(done);
  else printReport(done, formatOf(options));
  process.exitCode = cancelled.aborted ? EXIT.interrupted : exitCodeOf(done);
}

function printReport(report: Report, format: Format): void {
  writeAsItIs(render(report, format, textOptions(process.stdout)));
}

const formatOf = ({ format, json }: FormatOptions): Format => (json ? "json" : format);

/**
 * How a command asks the user: the plan is shown on stderr before the question. Absent where `--yes` says that nobody is
 * to be asked.
 */
export type Ask = (yes: true | undefined, what: string) => ((plan: Report) => Promise<boolean>) | undefined;

function asking({ stopping, idle }: Interruption): Ask {
  return (yes, what) => {
    if (yes) return undefined;
    return async (plan) => {
      if (stopping.aborted) return false;
      writeAsItIs(render(plan, "text", textOptions(process.stderr)), process.stderr);
      return idle(() => confirmed(what, stopping));
    };
  };
}
