import path from "node:path";
import { toolEnvironment } from "./environment";
import { reasonOf } from "./messages";
import type { Making, Way } from "./obtain";
import { run } from "./run";
import { step } from "./step";
import { engineVersion } from "./version";

const downloadHost = "https://get.pulumi.com/";
const reachDeadlineMs = 5_000;
const downloadDeadlineMs = 10 * 60_000;

/** Downloads the official engine through `PulumiCommand.install`. */
export const officialDownload: Way = { name: "official download", source: "download", make: download };

async function download({ folder, scratch, env, signal, onProgress }: Making): Promise<void> {
  await reach(downloadHost, signal, reachDeadlineMs);
  // `install` cannot be stopped, but a process of its own can. Its temporary files go into the scratch folder.
  const args = ["--import", "tsx", path.join(__dirname, "downloadProcess.ts"), folder];
  const child = toolEnvironment(env, [], {
    TMPDIR: scratch,
    TEMP: scratch,
    TMP: scratch,
    PULUMI_HOME: path.join(scratch, "home"),
  });
  await step(onProgress, `Downloading the Pulumi engine ${engineVersion}: about a minute, once`, () =>
    run(process.execPath, args, { cwd: __dirname, env: child, signal, deadlineMs: downloadDeadlineMs }),
  );
}

/** Resolves when the server answers anything over HTTP; rejects with a short reason after `deadlineMs` at most. */
export async function reach(url: string, signal: AbortSignal, deadlineMs: number): Promise<void> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.any([signal, deadline]) });
  } catch (error) {
    signal.throwIfAborted();
    const reason = deadline.aborted ? `no answer in ${deadlineMs / 1000} s` : networkReason(error);
    throw new Error(`${new URL(url).host} cannot be reached (${reason})`);
  }
}

/** fetch itself says only "fetch failed"; its cause has the code, for example ENOTFOUND. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return reasonOf(error);
}
