import { runWell } from "./command";

/** Kills a process and everything it has started, at once and without a chance to clean up. POSIX only. */
export async function killTree(root: number): Promise<void> {
  for (const pid of await treeOf(root)) kill(pid);
}

/** A process and everything it has started, the children of each behind it. POSIX only. */
export async function treeOf(root: number): Promise<number[]> {
  const { stdout } = await runWell("ps", ["-A", "-o", "pid=,ppid="], { cwd: "/", env: process.env });
  const parents = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const tree = [root];
  // Grows while it is walked: the children of each are added behind it.
  for (const parent of tree) {
    for (const [pid, ppid] of parents) if (ppid === parent && pid !== undefined) tree.push(pid);
  }
  return tree;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!isGone) throw error;
  }
}
