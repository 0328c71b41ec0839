import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { RequestBody } from "./body";
import type { Clock } from "./clock";
import type { Redactor } from "./redact";
import type { LogEntry } from "./requestLog";

/** What goes with a request from the plumbing to the service that answers it. */
export interface Call {
  readonly body: RequestBody;
  /** The service fills in what only it knows: which key was used, and whether the answer is a replay. */
  readonly entry: LogEntry;
  /** A fault: lists are to be answered as they were before this many of the last writes. */
  staleWrites: number;
}

/** The environment of all routes; `call` is there on the service's routes, not on those of the control surface. */
export type EmulatorEnv = { Bindings: HttpBindings; Variables: { call: Call } };

/** What the plumbing lends to a service. */
export interface Core {
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** One emulated service. */
export interface Service {
  /** The name of its part of the control surface: `/_control/<name>`. */
  readonly name: string;
  readonly routes: Hono<EmulatorEnv>;
  readonly control: Hono<EmulatorEnv>;
  /** Whether requests to a path are this service's to answer. */
  owns(path: string): boolean;
  /** The header in which its API key comes. */
  readonly keyHeader: string;
  /** The answer for a path that is no route, in the service's own words. */
  readonly noRoute: object;
  /** An error in the service's own envelope. */
  failure(code: string, message: string): object;
  /** Back to the state of the start. */
  reset(): void;
}
