import { hostname, userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { isLockedByTheDead, type Machine } from "./locks";

const machine: Machine = { host: "runner-1", user: "ci", isAlive: (pid) => pid === 7 };

const locked = (...by: string[]) =>
  `error: the stack is currently locked by ${by.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.\n` +
  by
    .map(
      (who) =>
        `  file:///state/.pulumi/locks/organization/p/s/x.json: created by ${who} at 2026-11-21T10:00:00Z`,
    )
    .join("\n");

describe("isLockedByTheDead", () => {
  it("knows a process of this user on this machine that is gone", () => {
    expect(isLockedByTheDead(locked("ci@runner-1 (pid 8)"), machine)).toBe(true);
    expect(isLockedByTheDead(locked("ci@runner-1 (pid 8)", "ci@runner-1 (pid 9)"), machine)).toBe(true);
  });

  it("does not judge who lives, or lives elsewhere", () => {
    for (const who of ["ci@runner-1 (pid 7)", "ci@runner-2 (pid 8)", "root@runner-1 (pid 8)"]) {
      expect(isLockedByTheDead(locked(who), machine)).toBe(false);
      expect(isLockedByTheDead(locked("ci@runner-1 (pid 8)", who), machine)).toBe(false);
    }
  });

  it("does not judge a lock that it cannot read, nor any other failure", () => {
    expect(isLockedByTheDead(locked("ci@runner-1"), machine)).toBe(false);
    expect(isLockedByTheDead("error: created by ci@runner-1 (pid 8) at noon", machine)).toBe(false);
    expect(isLockedByTheDead("", machine)).toBe(false);
  });

  it("knows that this very process lives", () => {
    const me = `${userInfo().username}@${hostname()}`;
    expect(isLockedByTheDead(locked(`${me} (pid ${process.pid})`))).toBe(false);
  });
});
