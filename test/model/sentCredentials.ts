import { expect } from "vitest";
import type { LogEntry } from "../../emulator";
import type { Recorded } from "./engine";

/** How one kind of resource sends its credentials, and where it records when it did. */
export interface SentCredentials {
  /** The field of a request that carries them. */
  readonly field: string;
  /** What an update that was not confirmed calls them. */
  readonly property: string;
  /** The output that tells when they were last sent. */
  readonly output: string;
}

/** How long it is from one command to the next by the service's clock, in milliseconds: more than is tolerated. */
export const BETWEEN_COMMANDS_MS = 60_000;

/** The service's time is in whole seconds, and a busy machine sends later than it meant to. In milliseconds. */
const TOLERANCE_MS = 20_000;

/** Whether a request carries credentials in this field. */
export function carriesCredentials({ body }: LogEntry, field: string): boolean {
  return field in Object(body);
}

/**
 * What is recorded is when credentials were last sent, in ISO 8601.
 *
 * @param sentAt in ISO 8601; `undefined`: never, and nothing is recorded.
 */
export function expectSentAt(recorded: unknown, sentAt: string | undefined): void {
  if (sentAt === undefined) {
    expect(recorded, "when credentials were sent").toBeUndefined();
    return;
  }
  expect(recorded, "when credentials were sent").toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const differenceMs = Math.abs(Date.parse(String(recorded)) - Date.parse(sentAt));
  expect(differenceMs, `between ${recorded} and ${sentAt}`).toBeLessThan(TOLERANCE_MS);
}

/** Some moment before the tests, in ISO 8601. */
export const LONG_AGO = "2026-01-01T00:00:00.000Z";

/** What is recorded, as if its credentials had been sent long ago. */
export function sentLongAgo(recorded: Recorded, { output }: SentCredentials): Recorded {
  return { ...recorded, outputs: { ...recorded.outputs, [output]: LONG_AGO } };
}
