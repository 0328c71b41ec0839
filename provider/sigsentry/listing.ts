import type { SigSentryClient } from "./client";

type Records = Map<string, unknown>;

/** How long a list may serve further reads, in milliseconds: the span in which an engine asks for all its resources. */
const FRESH_MS = 5_000;

interface Snapshot {
  readonly startedAt: number;
  readonly records: Promise<Records>;
}

/**
 * One list for all reads of a project. Reads that arrive close together share a list; a read that follows a
 * write waits for a list that was started after it, and shares that with whoever else waits.
 */
export class Listing {
  readonly #snapshots = new Map<string | undefined, Snapshot>();
  readonly #next = new Map<string | undefined, Promise<Records>>();

  constructor(
    private readonly client: SigSentryClient,
    private readonly now: () => number = Date.now,
  ) {}

  /** The project's connections, at most five seconds old. */
  read(projectId: string | undefined): Promise<Records> {
    const snapshot = this.#snapshots.get(projectId);
    if (snapshot && this.now() - snapshot.startedAt < FRESH_MS) return snapshot.records;
    return this.#start(projectId);
  }

  /** The project's connections as of a list that starts after this call. */
  readAfterWrite(projectId: string | undefined): Promise<Records> {
    const waiting = this.#next.get(projectId);
    if (waiting) return waiting;
    const running = this.#snapshots.get(projectId)?.records ?? Promise.resolve();
    const next = running.then(ignore, ignore).then(() => {
      this.#next.delete(projectId);
      return this.#start(projectId);
    });
    this.#next.set(projectId, next);
    return next;
  }

  #start(projectId: string | undefined): Promise<Records> {
    const records = this.client.list(projectId);
    const snapshot = { startedAt: this.now(), records };
    this.#snapshots.set(projectId, snapshot);
    // A failed list serves those who share it, and nobody after them.
    records.catch(() => {
      if (this.#snapshots.get(projectId) === snapshot) this.#snapshots.delete(projectId);
    });
    return records;
  }
}

function ignore(): void {}
