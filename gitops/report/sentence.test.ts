import { describe, expect, it } from "vitest";
import type { ConnectionReport, Report } from "./schema";
import { summarySentence } from "./sentence";
import { connection, report, stack } from "./testing/samples";

type Command = Report["command"];

const fields = [{ path: "lookbackDays", from: 30, to: 99 }];
const same = (number: number) => Array.from({ length: number }, () => connection());
const several = (number: number, more: Partial<ConnectionReport>) =>
  Array.from({ length: number }, () => connection(more));
const sentence = (command: Command, ...connections: ConnectionReport[]) =>
  summarySentence(report(command, [stack(connections)]));

describe("where nothing differs", () => {
  it.each([
    ["plan", "Nothing to change: 29 connections in 1 stack are as declared"],
    ["apply", "Nothing to do: 29 connections in 1 stack are as declared"],
    ["drift", "No drift: 29 connections in 1 stack are as they should be"],
    ["import", "Nothing to import: what a file can declare is managed or declared already"],
    ["rotate", "Nothing to rotate: 29 connections in 1 stack stay as they are"],
    ["destroy", "Nothing to delete: 29 connections in 1 stack stay as they are"],
  ] as const)("a %s says so", (command, expected) => {
    expect(sentence(command, ...same(29))).toBe(expected);
  });

  it("and nothing was done as the command failed, nothing else is said", () => {
    expect(summarySentence(report("apply", [], { error: "no Pulumi.yaml" }))).toBe(
      "Nothing was done: the command failed",
    );
  });

  it("counts one as one, and none as none", () => {
    expect(sentence("drift", connection())).toBe("No drift: 1 connection in 1 stack is as it should be");
    expect(sentence("plan")).toBe("Nothing to change: there are no connections");
    expect(summarySentence(report("plan", []))).toBe("Nothing to change: there are no connections");
  });

  it("claims nothing of a stack that failed", () => {
    const failed = stack(same(3), { errors: ["no key"] });
    expect(summarySentence(report("drift", [failed]))).toBe("Drift: 1 stack failed");
    expect(summarySentence(report("drift", [failed, stack(same(2))]))).toBe(
      "Drift: 1 stack failed; 2 connections in 1 stack are as they should be",
    );
  });
});

describe("where something differs", () => {
  it("a plan counts by what is to be done", () => {
    const changes = [
      ...several(2, { change: "create" }),
      connection({ change: "update", fields }),
      connection({ change: "delete" }),
      ...several(2, { change: "adopt" }),
      connection({ change: "adopt", fields }),
    ];
    expect(sentence("plan", ...changes, ...same(4))).toBe(
      "Plan: 2 to create, 1 to change, 1 to delete; 3 taken over, of which 1 changes",
    );
  });

  it("what is only taken over is all there is to say", () => {
    expect(sentence("plan", connection({ change: "adopt" }))).toBe("Plan: 1 taken over");
    expect(sentence("plan", ...several(2, { change: "adopt", fields }))).toBe(
      "Plan: 2 taken over, of which 2 change",
    );
    expect(sentence("import", connection({ change: "adopt" }))).toBe(
      "Import: 1 found and written to the file, for the next apply to take over",
    );
  });

  it("an apply tells what was done, what failed and what was not tried", () => {
    const changes = [
      connection({ change: "create", outcome: "done" }),
      connection({ change: "replace", outcome: "done" }),
      connection({ change: "adopt", outcome: "done", fields }),
      connection({ change: "update", outcome: "failed", error: "403" }),
      ...several(2, { change: "delete", outcome: "skipped" }),
    ];
    expect(sentence("apply", ...changes)).toBe(
      "Applied: 1 created, 1 replaced; 1 taken over, of which 1 changed; 1 connection failed; 2 not tried",
    );
  });

  it("an apply does not say that it has applied where it has not", () => {
    expect(sentence("apply", connection({ change: "create", outcome: "failed", error: "403" }))).toBe(
      "Apply: 1 connection failed",
    );
  });

  it("a drift counts what is as it should be too", () => {
    const drifted = stack([connection({ change: "drifted", fields }), ...same(20)]);
    const gone = stack([connection({ change: "gone" }), ...same(9)]);
    expect(summarySentence(report("drift", [drifted, stack(same(1))]))).toBe(
      "1 drifted, 21 as they should be, in 2 stacks",
    );
    expect(summarySentence(report("drift", [drifted, gone, stack([], { errors: ["no key"] })]))).toBe(
      "1 drifted, 1 gone, 29 as they should be, in 3 stacks; 1 stack failed",
    );
  });

  it.each([
    ["rotate", "update", "Rotation: 1 changed"],
    ["destroy", "delete", "Deletion: 1 deleted"],
  ] as const)("a %s tells what was done", (command, change, expected) => {
    expect(sentence(command, connection({ change, outcome: "done" }), ...same(3))).toBe(expected);
  });

  it("a connection of which only an error is known has failed", () => {
    expect(sentence("plan", connection({ error: "no such file" }), ...same(1))).toBe(
      "Plan: 1 connection failed",
    );
  });
});
