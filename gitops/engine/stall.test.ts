import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Stall } from "./stall";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type What = "resourcePreEvent" | "resOutputsEvent" | "resOpFailedEvent";

function event(
  what: What,
  op: OpType,
  name: string,
  type = "pulumi-nodejs:dynamic/sigsentry:RepoConnection",
) {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  const event: EngineEvent = { sequence: 1, timestamp: 1 };
  return { ...event, [what]: { metadata: { op, urn, type, provider: "" } } };
}

const BEGINNING = [
  event("resourcePreEvent", "create", "shop-dev", "pulumi:pulumi:Stack"),
  event("resourcePreEvent", "same", "kept"),
  event("resourcePreEvent", "update", "other"),
  event("resourcePreEvent", "delete-replaced", "moved"),
];
const FAILED = event("resOpFailedEvent", "delete-replaced", "moved");
const OTHER_ENDED = event("resOutputsEvent", "update", "other");

function stallAfter(...events: readonly EngineEvent[]): Stall {
  const stall = new Stall();
  for (const one of events) stall.take(one);
  return stall;
}

it("ends what waits for nothing, once everything else has come to its end", () => {
  const stall = stallAfter(...BEGINNING, FAILED);
  vi.advanceTimersByTime(600_000);
  expect(stall.signal.aborted, "another step is under way").toBe(false);
  stall.take(OTHER_ENDED);
  vi.advanceTimersByTime(4000);
  stall.take({ sequence: 9, timestamp: 9 });
  vi.advanceTimersByTime(4000);
  expect(stall.signal.aborted, "something has happened").toBe(false);
  vi.advanceTimersByTime(1000);
  expect(stall.signal.aborted).toBe(true);
});

it.each([
  ["no deletion for a replacement has failed", [event("resOpFailedEvent", "update", "moved"), OTHER_ENDED]],
  ["it went on", [FAILED, OTHER_ENDED, event("resourcePreEvent", "create", "late")]],
])("lets an operation be in which %s", (_, events) => {
  const stall = stallAfter(...BEGINNING, ...events);
  vi.advanceTimersByTime(600_000);
  expect(stall.signal.aborted).toBe(false);
});

it("has nothing to do with an operation that has ended", () => {
  const stall = stallAfter(...BEGINNING, FAILED, OTHER_ENDED);
  stall.end();
  vi.advanceTimersByTime(600_000);
  expect(stall.signal.aborted).toBe(false);
});
