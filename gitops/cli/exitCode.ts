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

/** The exit code of a command that ended with this report. */
export function exitCodeOf({ outcome }: Report): number {
  return EXIT[outcome];
}
