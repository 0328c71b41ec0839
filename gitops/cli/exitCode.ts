import type { Report } from "../report/schema";

/** What the command's exit codes mean. */
export const EXIT = {
  /** Nothing differs, or everything was done. */
  clean: 0,
  /** Something went wrong, or was declined. */
  failed: 1,
  /** A plan has changes, or something has drifted. */
  changes: 2,
  /** Interrupted by Ctrl-C or a signal: 128 and its number. */
  interrupted: 130,
} as const;

/** The exit code of a command that ended with this report, or with a text; with nothing where the user has declined. */
export function exitCodeOf(done: Report | string | undefined): number {
  if (done === undefined) return EXIT.failed;
  return typeof done === "string" ? EXIT.clean : EXIT[done.outcome];
}
