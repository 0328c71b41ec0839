import { describe, expect, it } from "vitest";
import { holdersOf, isLocked, isUnreadableLock, locksIn } from "./locks";
import { lockedBy } from "./testing/locked";

const BUSY =
  "error: [409] Conflict: Another update is currently in progress.\nTo learn more, visit https://pulumi.com";

describe("locksIn", () => {
  it("tells who has locked a stack", () => {
    const stderr = lockedBy("ci@runner-1 (pid 8)", "a@b@runner-2 (pid 9)");
    expect(locksIn(stderr)).toEqual([
      { user: "ci", host: "runner-1", pid: 8, since: "2026-11-21T10:00:00Z" },
      { user: "a@b", host: "runner-2", pid: 9, since: "2026-11-21T10:00:00Z" },
    ]);
    expect(holdersOf(stderr)).toBe(
      "ci@runner-1 (pid 8) since 2026-11-21T10:00:00Z, a@b@runner-2 (pid 9) since 2026-11-21T10:00:00Z",
    );
  });

  it("tells nobody where it cannot tell everybody", () => {
    expect(locksIn(lockedBy("ci@runner-1 (pid 8)", "ci@runner-1"))).toEqual([]);
    expect(locksIn("error: created by ci@runner-1 (pid 8) at noon")).toEqual([]);
    expect(locksIn(BUSY)).toEqual([]);
    expect(holdersOf(BUSY)).toBe("another run");
  });
});

describe("isLocked", () => {
  it("knows the words of all of Pulumi's backends, and no others", () => {
    expect(isLocked(lockedBy("ci@runner-1 (pid 8)"))).toBe(true);
    expect(isLocked(BUSY)).toBe(true);
    expect(isLocked("error: [409] Conflict: Stack already exists")).toBe(false);
    expect(isLocked("")).toBe(false);
  });
});

describe("isUnreadableLock", () => {
  it.each([
    ["error: unexpected end of JSON input\n", true],
    ["error: invalid character 'g' looking for beginning of value", true],
    ["error: invalid character '}' after object key", true],
    ["error: failed to load checkpoint: place 1: unexpected end of JSON input", false],
    ["error: unexpected end of JSON input\nerror: no such stack", false],
    ["", false],
  ])("is told by the words that no other file has: %j", (stderr, expected) => {
    expect(isUnreadableLock(stderr)).toBe(expected);
  });
});
