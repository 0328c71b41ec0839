import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Claims } from "./claims";
import { RunNotes } from "./runNotes";

function home(): { PULUMI_HOME: string } {
  const folder = mkdtempSync(join(tmpdir(), "claims-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { PULUMI_HOME: folder };
}

/** The claims of two processes that live: this one, and the one that started it. */
function twoProcesses(environment: { PULUMI_HOME: string }, services = ["here", "here"]) {
  const [mine, theirs] = [process.pid, process.ppid].map(
    (pid, index) => new Claims(services[index], RunNotes.of({ run: "run" }, environment, pid)),
  );
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

it("takes the same resource in two processes for one, and another service's for none of its business", () => {
  const environment = home();
  const [mine, theirs] = twoProcesses(environment);
  for (const claims of [mine, theirs]) claims.declare("a");
  mine.manage("rc_1", "a");
  theirs.manage("rc_1", "a");
  const [, elsewhere] = twoProcesses(environment, ["here", "elsewhere"]);
  elsewhere.declare("b");
  elsewhere.manage("rc_1", "b");
});

it("refuses to delete what a resource of another process names in adopt", () => {
  const [mine, theirs] = twoProcesses(home());
  theirs.declare("b", "rc_1");
  expect(() => mine.release("rc_1")).toThrow(
    /^Connection rc_1 is not deleted: a resource of this program names it/,
  );
  theirs.declare("b");
  theirs.manage("rc_2", "b");
  mine.release("rc_2");
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
