import { vi } from "vitest";
import { runWell } from "./command";
import { treeOf } from "./killTree";

/** How long a provider may live on that has nothing under way, in milliseconds. */
const LIVES_ON_MS = 10_000;

const IS_PROVIDER = /dynamic-provider|pulumi-resource-/;

/** Kills a command and everything that it has started but for the providers, which nobody tells; returns those. POSIX only. */
export async function killAllButProviders(root: number): Promise<number[]> {
  const tree = await treeOf(root);
  const words = await wordsOf(tree);
  const isProvider = (pid: number) => IS_PROVIDER.test(words.get(pid) ?? "");
  const providers = tree.filter(isProvider);
  for (const pid of tree) if (!isProvider(pid)) process.kill(pid, "SIGKILL");
  return providers;
}

/** Kills the engine of a command that serves its providers itself. POSIX only. */
export async function killEngine(root: number): Promise<void> {
  const words = await wordsOf((await treeOf(root)).filter((pid) => pid !== root));
  for (const [pid, command] of words) if (/(^|\/)pulumi /.test(command)) process.kill(pid, "SIGKILL");
}

/** The providers that a command has started, as soon as there are some. POSIX only. */
export async function providersOf(root: number): Promise<number[] | undefined> {
  const tree = await treeOf(root);
  const words = await wordsOf(tree);
  const providers = tree.filter((pid) => IS_PROVIDER.test(words.get(pid) ?? ""));
  return providers.length > 0 ? providers : undefined;
}

/** Waits until these processes have ended. */
export function untilGone(pids: readonly number[], timeout = LIVES_ON_MS): Promise<unknown> {
  return vi.waitUntil(async () => (await wordsOf(pids)).size === 0, { timeout, interval: 200 });
}

/** The command lines of those of these processes that live. */
async function wordsOf(pids: readonly number[]): Promise<Map<number, string>> {
  const { stdout } = await runWell("ps", ["-A", "-o", "pid=,args="], { cwd: "/", env: process.env });
  const all = stdout.split("\n").flatMap((line) => {
    const [, pid, words = ""] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [[Number(pid), words] as const];
  });
  return new Map(all.filter(([pid]) => pids.includes(pid)));
}
