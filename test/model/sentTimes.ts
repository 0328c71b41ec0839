import type { LogEntry } from "../../emulator";
import { carriesCredentials } from "./sentCredentials";

/** When updates last sent credentials to each connection, as the service's log tells it; also after that was cleared. */
export class SentTimes {
  readonly #field: string;
  readonly #byPath = new Map<string, string>();

  /** @param field the field of a request that carries credentials. */
  constructor(field: string) {
    this.#field = field;
  }

  /**
   * Takes up what a log tells. Of a request that was not answered as it should be, nobody knows that it arrived; a
   * fault that makes lists stale does nothing to the answer of another request.
   */
  learn(log: readonly LogEntry[]): void {
    for (const entry of log) {
      const isConfirmed = entry.status === 200 && (entry.fault === null || entry.fault.kind === "stale");
      if (isConfirmed && carriesCredentials(entry, this.#field)) this.#byPath.set(entry.path, entry.time);
    }
  }

  /** ISO 8601; `undefined`: none has, since the connection was made. */
  lastUpdate(path: string): string | undefined {
    return this.#byPath.get(path);
  }
}
