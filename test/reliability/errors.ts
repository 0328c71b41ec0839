import { inspect } from "node:util";
import { expect } from "vitest";
import type { LogEntry } from "../../emulator";
import type { Failure } from "../model/failure";
import type { Symptom } from "./fault";
import { type Secrets, secretsIn } from "./secrets";

/** Longer messages are not read, and push what matters off the screen. In characters. */
const MAX_MESSAGE_LENGTH = 2_000;

/** What an error may not show, and the properties in which Pulumi masks it. */
export interface Hidden {
  readonly secrets: Secrets;
  readonly masked: readonly string[];
}

/** An error that helps: it says what to do and which request it was, and shows no secret and nothing unprintable. */
export function expectGoodError(
  failure: Failure,
  fault: Symptom,
  log: readonly LogEntry[],
  { secrets, masked }: Hidden,
): void {
  if (failure.kind === "refused") throw new Error(`what is declared is refused: ${failure.reasons.join()}`);
  const { error } = failure;
  expect(secretsIn(shownOf(error, masked), secrets)).toEqual([]);
  expect(error.message).toMatch(fault.advice);
  expect(error.message).not.toMatch(/\p{Cc}/u);
  expect(error.message.length).toBeLessThan(MAX_MESSAGE_LENGTH);
  if (fault.isConclusion) return;
  const last = log.filter((entry) => entry.fault !== null).at(-1);
  if (last !== undefined && last.status !== null) expect(error.message).toContain(last.requestId);
}

/** All that Pulumi might print of an error; of a partial failure's properties it masks those that are secrets. */
function shownOf(error: Error, masked: readonly string[]): string {
  const { properties, ...own } = { properties: {}, ...error };
  const open = Object.entries(properties).filter(([name]) => !masked.includes(name));
  return [
    String(error),
    error.message,
    error.stack,
    inspect(error.cause),
    inspect({ own, open }, { depth: 9 }),
  ].join("\n");
}
