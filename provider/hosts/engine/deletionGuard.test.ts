import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { RunNotes } from "../../core/runNotes";
import { DeletionGuard } from "./deletionGuard";

it("refuses deletions at a service once something has failed there, in whichever process of the run", async () => {
  const environment = { PULUMI_HOME: mkdtempSync(join(tmpdir(), "guard-")) };
  onTestFinished(() => rmSync(environment.PULUMI_HOME, { recursive: true }));
  const guardOf = (service: string, pid: number) =>
    new DeletionGuard(service, RunNotes.of({ run: "run" }, environment, pid));
  const [mine, theirs, elsewhere] = [
    guardOf("sigsentry", process.pid),
    guardOf("sigsentry", process.ppid),
    guardOf("coregit", process.pid),
  ];
  mine.allow("rc_1");
  await expect(theirs.refuseAfter(Promise.reject(new Error("403")))).rejects.toThrow("403");
  expect(() => mine.allow("rc_1")).toThrow(
    /^Connection rc_1 is not deleted, since something else in this run/,
  );
  elsewhere.allow("rc_1");
});
