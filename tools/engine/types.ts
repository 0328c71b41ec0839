/** Where an engine came from: found on `PATH`, kept from an earlier run, or made ready just now. */
export type EngineSource = "path" | "cache" | "download" | "build";

/** A Pulumi engine that is ready to run Node.js programs with dynamic providers. */
export interface Engine {
  source: EngineSource;
  /** Version without a leading `v`, for example `3.248.0`. */
  version: string;
  /** Absolute folder of the `pulumi` executable; it goes first on a child's `PATH`. */
  binDir: string;
  /** Absolute path of the `pulumi` executable. */
  command: string;
}

/** Something to tell whoever waits: `info` is said once, `progress` replaces the line before it. */
export interface EngineEvent {
  kind: "info" | "progress";
  message: string;
  /** Milliseconds since the step that the message names began. */
  elapsedMs: number;
}

/** Receives what is happening while an engine is being made ready. Must not throw. */
export type OnProgress = (event: EngineEvent) => void;

/** An engine could not be made ready. The message is complete and written for the user. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
}

/** The user or the system stopped the work by a signal; everything half-made was removed before. */
export class EngineInterrupted extends EngineError {
  override readonly name = "EngineInterrupted";

  constructor(
    /** The conventional exit code of a process ended by that signal: 128 plus its number. */
    readonly exitCode: number,
  ) {
    super("Interrupted while the Pulumi engine was being made ready; nothing half-made is left behind.");
  }
}
