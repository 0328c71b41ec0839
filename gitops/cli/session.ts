import { resolve } from "node:path";
import pc from "picocolors";
import type { Context } from "../commands/context";
import { selected, shardsOf } from "../commands/shards";
import { Engine } from "../engine/engine";
import { loadDeclarations } from "../file";
import { type Format, render } from "../report/render";
import type { Report } from "../report/schema";
import { EXIT, exitCodeOf } from "./exitCode";
import { listenForInterruption } from "./interruption";
import { progressDisplay } from "./progress";
import { confirmed } from "./terminal";

/** What every command that works with stacks is told. */
export interface SessionOptions {
  readonly cwd: string;
  readonly stack?: readonly string[] | undefined;
  readonly parallel: number;
}

/** Opens the project in a folder: its files first, since nothing else is worth doing while they are wrong. */
export async function openSession({ cwd, stack = [], parallel }: SessionOptions): Promise<Context> {
  const folder = resolve(cwd);
  const declarations = loadDeclarations(folder);
  const progress = progressDisplay();
  const { stopping, forward } = listenForInterruption((message) => progress.say(message));
  const engine = await Engine.open(folder, forward, (message) => progress.say(message));
  const everyShard = shardsOf(declarations, await engine.stacks(), stack);
  return {
    declarations,
    engine,
    shards: selected(everyShard, stack),
    everyShard,
    parallel,
    progress,
    cancelled: stopping,
  };
}

/** What a command's options say of the form of its report. */
export interface FormatOptions {
  readonly format: Format;
  readonly json?: true | undefined;
}

/** Ends a command: its report goes to stdout and decides the exit code. None: the user has declined. */
export function finish(
  { cancelled }: Context,
  report: Report | undefined,
  { format, json }: FormatOptions,
): void {
  if (report === undefined) process.stderr.write("Nothing was done.\n");
  else process.stdout.write(render(report, json ? "json" : format, { colour: isTerminal() }));
  process.exitCode = cancelled.aborted ? EXIT.interrupted : report ? exitCodeOf(report) : EXIT.failed;
}

const isTerminal = () => pc.isColorSupported && process.stdout.isTTY === true;

/** Shows a plan on stderr and asks; absent where `--yes` says that nobody is to be asked. */
export function question(yes: boolean, what: string): ((plan: Report) => Promise<boolean>) | undefined {
  if (yes) return undefined;
  return (plan) => {
    process.stderr.write(
      render(plan, "text", { colour: pc.isColorSupported && process.stderr.isTTY === true }),
    );
    return confirmed(what);
  };
}
