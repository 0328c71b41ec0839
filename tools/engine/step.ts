import type { OnProgress } from "./types";

const tickMs = 1_000;

/** Does a piece of work and says so: at once, and then every second with the time it has taken. */
export async function step<T>(onProgress: OnProgress, message: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const tell = () =>
    onProgress({ kind: "progress", message, elapsedMs: Math.round(performance.now() - began) });
  tell();
  const ticking = setInterval(tell, tickMs);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
  }
}
