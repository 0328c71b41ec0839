import { describe, expect, it } from "vitest";
import type { Step } from "../engine/steps";
import { useProject } from "../file/testing/project";
import { connection } from "../report/testing/samples";
import { connectionReports, outcomes, withPlanned } from "./connections";

const shard = { name: "pay", declared: undefined, exists: true };
const side = { id: "rc_1", inputs: { lookbackDays: 30 }, outputs: {} };

function told(more: Partial<Step>) {
  const step: Step = {
    urn: "urn:pulumi:pay::p::pulumi-nodejs:dynamic/sigsentry:RepoConnection::payments",
    name: "payments",
    kind: "sigsentry",
    op: "update",
    old: side,
    new: { ...side, inputs: { lookbackDays: 60 } },
    ended: "done",
    errors: [],
    ...more,
  };
  return { steps: [step], others: [], errors: [], notes: [] };
}

const outcomeOf = (more: Partial<Step>) => {
  const events = told(more);
  const [connection] = outcomes(events, connectionReports(events, shard, false));
  return { outcome: connection?.outcome, error: connection?.error };
};

describe("what became of a change", () => {
  it("is what the engine says of it", () => {
    expect(outcomeOf({})).toEqual({ outcome: "done", error: undefined });
    expect(outcomeOf({ ended: "failed", errors: ["403"] })).toEqual({ outcome: "failed", error: "403" });
  });

  it("is not known where it was begun and cut off: then nobody says that it was not tried", () => {
    expect(outcomeOf({ ended: "never" })).toEqual({
      outcome: "failed",
      error: expect.stringContaining("whether the service has done it is not known"),
    });
  });

  it("is done at once where only the name changes", () => {
    const events = told({ op: "same", renamedFrom: "paid", new: side, ended: "never" });
    expect(outcomes(events, connectionReports(events, shard, false))).toMatchObject([
      { change: "rename", outcome: "done", fields: [{ path: "name", from: "paid", to: "payments" }] },
    ]);
    const changed = told({ renamedFrom: "paid" });
    expect(connectionReports(changed, shard, false)).toMatchObject([
      { change: "update", fields: [{ path: "lookbackDays" }, { path: "name", from: "paid" }] },
    ]);
  });

  it("is told in plain words", () => {
    expect(outcomeOf({ ended: "failed", errors: ["Update failed: no answer"] }).error).toBe("no answer");
  });
});

describe("the order", () => {
  const project = useProject();

  it("is the file's, and what it does not declare any more comes last, a kind after the other", () => {
    const one = (name: string) =>
      `  ${name}: { platform: github, repositories: [a/b], credentials: keep, adopt: rc_${name.replaceAll(`"`, "")} }\n`;
    project.write({
      "connections.yaml": `coregit:\n  "7": { provider: github, label: x, accessToken: { env: X } }\nsigsentry:\n${["web", '"12"', "api", '"3"'].map(one).join("")}`,
    });
    const [declared] = project.load().stacks;
    const steps = [
      ...["10-gone", "3", "2-gone", "12", "api", "web"].map((name) => told({ name }).steps),
      ...["old", "7"].map((name) => told({ name, kind: "coregit" }).steps),
    ].flat();
    const reports = connectionReports({ ...told({}), steps }, { ...shard, declared }, false);
    expect(reports.map(({ name }) => name)).toEqual([
      "7",
      "old",
      "web",
      "12",
      "api",
      "3",
      "2-gone",
      "10-gone",
    ]);
  });
});

describe("the order of the kinds", () => {
  const project = useProject();

  it("is the file's, of an empty one too", () => {
    const gone = [...told({ name: "a" }).steps, ...told({ name: "b", kind: "coregit" }).steps];
    const names = (text: string) => {
      project.write({ "connections.yaml": text });
      const [declared] = project.load().stacks;
      const reports = connectionReports({ ...told({}), steps: gone }, { ...shard, declared }, false);
      return reports.map(({ name }) => name);
    };
    expect(names("coregit: {}\nsigsentry: {}\n")).toEqual(["b", "a"]);
    expect(names("coregit: {}\n")).toEqual(["b", "a"]);
    expect(names("sigsentry: {}\n")).toEqual(["a", "b"]);
  });
});

describe("what was planned", () => {
  const planned = [
    connection({ name: "c-10", change: "create" }),
    connection({ name: "c-2", change: "adopt", fields: [{ path: "lookbackDays", from: 30, to: 60 }] }),
    connection({ name: "same" }),
    connection({ name: "c-1", change: "create" }),
  ];

  it("is told as not tried where it was not even begun, in its place", () => {
    const done = [connection({ name: "c-2", change: "adopt", outcome: "done" })];
    expect(withPlanned(done, planned, undefined).map(({ name, outcome }) => [name, outcome])).toEqual([
      ["c-1", "skipped"],
      ["c-2", "done"],
      ["c-10", "skipped"],
      ["same", undefined],
    ]);
  });

  it("knows what an adoption changed", () => {
    const done = [connection({ name: "c-2", change: "adopt", outcome: "done" })];
    expect(withPlanned(done, planned, undefined)[1]?.fields).toEqual(planned[1]?.fields);
  });
});
