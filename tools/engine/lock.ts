import { setTimeout as delay } from "node:timers/promises";
import lockfile from "proper-lockfile";

/** Settings of the lock on the engine cache. */
export interface LockOptions {
  signal: AbortSignal;
  /** Called once when another process holds the lock, before waiting for it. */
  onWait: () => void;
  /** Milliseconds without a sign of life after which the holder counts as dead. At least 2,000. */
  staleMs: number;
}

const pollMs = 250;

/** Runs `work` while no other process does so for the same folder; waits as long as another one lives. */
export async function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const release = await acquire(folder, options);
  try {
    return await work();
  } finally {
    // A lock that was taken over is already released. Nothing follows from that: see `onCompromised`.
    await release().catch(() => undefined);
  }
}

async function acquire(folder: string, options: LockOptions): Promise<() => Promise<void>> {
  for (let waited = false; ; waited = true) {
    options.signal.throwIfAborted();
    try {
      return await lockfile.lock(folder, {
        stale: options.staleMs,
        // After a long suspension another process may take over. Both then work in folders of their own, and
        // the first to finish wins: only work is doubled, so there is nothing to do here.
        onCompromised: () => undefined,
      });
    } catch (error) {
      const held = error instanceof Error && "code" in error && error.code === "ELOCKED";
      if (!held) throw error;
    }
    if (!waited) options.onWait();
    await delay(pollMs, undefined, { signal: options.signal });
  }
}
