import type { Clock } from "../clock";
import { sha256 } from "../fingerprint";
import { ApiError, validationError } from "./errors";

/** What a create answered. */
export interface Created {
  readonly id: string;
  readonly platform: string;
}

interface Remembered {
  readonly fingerprint: string;
  readonly created: Created;
  readonly at: number;
}

/** The keys of requests that must not be carried out twice, each private to an API key. */
export class Idempotency {
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Carries `create` out once per key and window: the same key with the same body gets the first answer again, even
   * when what it names has been deleted since; with another body it is a 409. `create` must be synchronous, so that
   * of two requests arriving together the second always finds the first done.
   *
   * Undocumented, chosen: the body counts byte by byte; the project belongs to it; only a success is remembered, so
   * that a refused create can be repeated with the same key; an empty header is as good as none.
   */
  once(
    request: {
      apiKeyId: string;
      header: string | undefined;
      projectId: string;
      body: string;
      windowSeconds: number;
    },
    create: () => Created,
  ): { created: Created; replayed: boolean } {
    const { header } = request;
    if (!header) return { created: create(), replayed: false };
    if (header.length > 255) {
      throw validationError({ field: "Idempotency-Key", message: "At most 255 characters" });
    }
    const name = JSON.stringify([request.apiKeyId, header]);
    const fingerprint = sha256(`${request.projectId}\n${request.body}`);
    const earlier = this.#remembered.get(name);
    if (earlier !== undefined && this.#clock.now() < earlier.at + request.windowSeconds * 1000) {
      if (earlier.fingerprint === fingerprint) return { created: earlier.created, replayed: true };
      throw new ApiError(409, "IDEMPOTENCY_KEY_CONFLICT", "This idempotency key was used with another body.");
    }
    const created = create();
    this.#remembered.set(name, { fingerprint, created, at: this.#clock.now() });
    return { created, replayed: false };
  }

  /** Forgets all keys. */
  clear(): void {
    this.#remembered.clear();
  }
}
