import { randomUUID } from "node:crypto";
import { parseJson, type RequestBody } from "./body";
import type { Clock } from "./clock";
import type { FaultEffect } from "./faultRules";
import type { Redactor } from "./redact";

/** One request as the log shows it; no secret is in it. */
export interface LogEntry {
  /** Counts the requests since the start, from 1. */
  readonly sequence: number;
  /** ISO 8601, by the emulator's clock. */
  readonly time: string;
  /** What the answer's `X-Request-Id` says. */
  readonly requestId: string;
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  /** `idempotency-key`, `x-project-id`, `user-agent` and `content-type`, as far as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that was sent, null for none, or a note on a body that is no JSON or too large. */
  readonly body: unknown;
  /** Which key was used: its prefix and the first eight hexadecimal digits of its SHA-256; null for none. */
  key: { readonly kind: string; readonly hash: string } | null;
  /** Null as long as there is no answer, and for good when none was sent whole (a dropped connection). */
  status: number | null;
  /** Milliseconds, null as long as the request is going on. */
  durationMs: number | null;
  /** The fault that was applied, by the id of its rule. */
  fault: { readonly id: string; readonly kind: FaultEffect["kind"] } | null;
  /** Whether the answer is that of an earlier request with the same idempotency key. */
  replayed: boolean;
}

/** What is known of a request when it arrives. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly header: (name: string) => string | undefined;
  readonly body: RequestBody;
}

const LOGGED_HEADERS = ["idempotency-key", "x-project-id", "user-agent", "content-type"];
const SECRET_HEADERS = ["authorization", "x-api-key", "proxy-authorization", "cookie"];
/** Older entries fall out, so that a server left running does not grow for ever. */
const MAX_ENTRIES = 20_000;

/** The requests of the emulated services in order of arrival. */
export class RequestLog {
  readonly #clock: Clock;
  readonly #redactor: Redactor;
  readonly #entries: LogEntry[] = [];
  #sequence = 0;

  constructor(clock: Clock, redactor: Redactor) {
    this.#clock = clock;
    this.#redactor = redactor;
  }

  /** Enters a request that has arrived; status, key and the rest are filled in as they become known. */
  arrived(arrival: Arrival): LogEntry {
    for (const name of SECRET_HEADERS) {
      const secret = arrival.header(name)?.split(" ").at(-1);
      if (secret) this.#redactor.learn(secret);
    }
    const body = this.#bodyOf(arrival.body);
    this.#sequence += 1;
    const entry: LogEntry = {
      sequence: this.#sequence,
      time: this.#clock.iso(),
      requestId: `req_${randomUUID()}`,
      method: arrival.method,
      path: this.#redactor.text(arrival.path),
      headers: this.#headersOf(arrival),
      body,
      key: null,
      status: null,
      durationMs: null,
      fault: null,
      replayed: false,
    };
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    return entry;
  }

  /** The entries with a sequence number above `since`; secrets learnt later are taken out of older ones too. */
  entries(since = 0): LogEntry[] {
    return this.#entries
      .filter((entry) => entry.sequence > since)
      .map((entry) => ({
        ...entry,
        path: this.#redactor.text(entry.path),
        headers: mapValues(entry.headers, (text) => this.#redactor.text(text)),
        body: this.#redactor.value(entry.body),
      }));
  }

  /** Forgets all entries; sequence numbers go on. */
  clear(): void {
    this.#entries.length = 0;
  }

  #headersOf(arrival: Arrival): Record<string, string> {
    const sent = LOGGED_HEADERS.flatMap((name) => {
      const value = arrival.header(name);
      return value === undefined ? [] : [[name, this.#redactor.text(value)] as const];
    });
    return Object.fromEntries(sent);
  }

  #bodyOf(body: RequestBody): unknown {
    if (body.kind === "tooLarge") return "[too large]";
    if (body.text === "") return null;
    const json = parseJson(body.text);
    // What is no JSON cannot be searched for secret fields, so nothing of it is shown.
    if (json === undefined) return `[not JSON, ${Buffer.byteLength(body.text)} bytes]`;
    this.#redactor.learnFrom(json);
    return this.#redactor.value(json);
  }
}

function mapValues(record: Readonly<Record<string, string>>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
