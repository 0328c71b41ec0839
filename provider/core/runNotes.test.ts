import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { RunNotes } from "./runNotes";

/** No process has it: those of the tests' systems are smaller. */
const DEAD = 2 ** 30;

function home() {
  const environment = { PULUMI_HOME: mkdtempSync(join(tmpdir(), "notes-")) };
  onTestFinished(() => rmSync(environment.PULUMI_HOME, { recursive: true }));
  return environment;
}

const notesOf = (run: string, environment: { PULUMI_HOME: string }, pid?: number) => {
  const notes = RunNotes.of({ run }, environment, pid);
  if (notes === undefined) throw new Error("there is a home");
  return notes;
};

it("tells the other processes of a run, of one subject, and nobody else", () => {
  const environment = home();
  notesOf("run", environment, process.ppid).write("rc_1", { a: 1 });
  notesOf("run", environment, process.ppid).write("rc_1", { a: 2 });
  const mine = notesOf("run", environment);
  mine.write("rc_1", { a: 3 });
  expect(mine.others("rc_1")).toEqual([{ a: 2 }]);
  expect(mine.others("rc_2")).toEqual([]);
  expect(notesOf("another run", environment).others("rc_1")).toEqual([]);
});

it("has none where one process is all of a run", () => {
  expect(RunNotes.of({}, home())).toBeUndefined();
});

it("forgets processes that have ended, and their files after a while: in another container they may live", () => {
  const environment = home();
  notesOf("run", environment, DEAD).write("rc_1", { a: 1 });
  const folder = join(environment.PULUMI_HOME, "pulumi-repo-connections", "runs-notes");
  const [file = ""] = readdirSync(folder);
  const mine = () => {
    const notes = notesOf("run", environment);
    notes.write("rc_2", {});
    return notes;
  };
  expect(mine().others("rc_1")).toEqual([]);
  expect(readdirSync(folder)).toContain(file);
  const earlier = new Date(Date.now() - 2 * 60 * 60 * 1000);
  utimesSync(join(folder, file), earlier, earlier);
  mine();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(new RegExp(`-${process.pid}$`))]);
});

it("is told nothing where nothing can be written", () => {
  const environment = home();
  writeFileSync(join(environment.PULUMI_HOME, "pulumi-repo-connections"), "no folder");
  notesOf("run", environment, process.ppid).write("rc_1", { a: 1 });
  expect(notesOf("run", environment).others("rc_1")).toEqual([]);
});
