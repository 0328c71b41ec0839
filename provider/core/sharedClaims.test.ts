import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Claims } from "./claims";
import { SharedClaims } from "./sharedClaims";

/** No process has it: those of the tests' systems are smaller. */
const DEAD = 2 ** 30;

function home(): { PULUMI_HOME: string } {
  const folder = mkdtempSync(join(tmpdir(), "claims-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { PULUMI_HOME: folder };
}

/** The claims of two processes that live: this one, and the one that started it. */
function twoProcesses(environment: { PULUMI_HOME: string }, runs = ["run", "run"]) {
  const [mine, theirs] = [process.pid, process.ppid].map((pid, index) => {
    const shared = SharedClaims.of(runs[index] ?? "", environment, pid);
    return new Claims(shared);
  });
  if (mine === undefined || theirs === undefined) throw new Error("there are two");
  return [mine, theirs] as const;
}

it("refuses what another process of the run stands for already", () => {
  const [mine, theirs] = twoProcesses(home());
  for (const [claims, identity] of [
    [mine, "a"],
    [theirs, "b"],
  ] as const)
    claims.declare(identity);
  mine.manage("rc_1", "a");
  expect(() => theirs.manage("rc_1", "b")).toThrow(
    /^Connection rc_1 is managed by this resource, and another/,
  );
  expect(theirs.adopt("rc_1", "b")?.message).toMatch(/^names rc_1, which another resource/);
  theirs.manage("rc_2", "b");
  expect(mine.adopt("rc_2", "a")?.message).toMatch(/^names rc_2/);
});

it("takes the same resource in two processes for one, and another run's for none of its business", () => {
  const environment = home();
  const [mine, theirs] = twoProcesses(environment);
  for (const claims of [mine, theirs]) claims.declare("a");
  mine.manage("rc_1", "a");
  theirs.manage("rc_1", "a");
  const [, elsewhere] = twoProcesses(environment, ["run", "another run"]);
  elsewhere.declare("b");
  elsewhere.manage("rc_1", "b");
});

it("forgets the claims of processes that have ended", () => {
  const environment = home();
  const ended = new Claims(SharedClaims.of("run", environment, DEAD));
  ended.declare("a");
  ended.manage("rc_1", "a");
  const folder = join(environment.PULUMI_HOME, "pulumi-repo-connections", "claims");
  expect(readdirSync(folder)).toHaveLength(1);
  const mine = new Claims(SharedClaims.of("run", environment));
  mine.declare("b");
  mine.manage("rc_1", "b");
  expect(readdirSync(folder)).toEqual([expect.stringMatching(new RegExp(`-${process.pid}$`))]);
});

it("knows its own claims alone where nothing can be written", () => {
  const environment = home();
  writeFileSync(join(environment.PULUMI_HOME, "pulumi-repo-connections"), "no folder");
  const [mine, theirs] = twoProcesses(environment);
  for (const [claims, identity] of [
    [mine, "a"],
    [theirs, "b"],
  ] as const) {
    claims.declare(identity);
    claims.manage("rc_1", identity);
  }
  expect(mine.ownerOf("rc_1")).toBe("a");
});
