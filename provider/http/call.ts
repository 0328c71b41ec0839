/** A call to a service. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path behind the base URL, with its parts already encoded; starts with `/`. Messages show it: it holds no secret. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether the call may be repeated when its answer was lost: by its method, or by an idempotency key. */
  readonly repeatable: boolean;
}

/** A service's answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly requestId: string | undefined;
  readonly text: string;
  /** When it was answered by the service's own clock, in Unix milliseconds; without one, by this machine's. */
  readonly servedAt: number;
  /** An earlier attempt of the call brought no answer that says that it was not carried out. */
  readonly inDoubt: boolean;
}

/** How far the times of a service's machines may lie apart, the rounding to seconds included, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 2_000;
