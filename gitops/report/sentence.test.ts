import { describe, expect, it } from "vitest";
import { renderHtml } from "./html";
import { INTERRUPTED } from "./interruption";
import { renderMarkdown } from "./markdown";
import type { ConnectionReport, Report } from "./schema";
import { summarySentence } from "./sentence";
import { describeStack } from "./tally";
import { connection, report, stack } from "./testing/samples";
import { stateOf } from "./words";

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
    const drifted = connection({ change: "drifted", fields });
    expect(sentence("drift", drifted, connection())).toBe("1 drifted, 1 as it should be, in 1 stack");
    expect(sentence("plan")).toBe("Nothing to change: there are no connections");
    expect(summarySentence(report("plan", []))).toBe("Nothing to change: there are no connections");
  });

  it("what no file declares any more is not as declared", () => {
    const left = (number: number) => stack(same(number), { file: undefined });
    expect([1, 2].map((number) => summarySentence(report("plan", [left(number)])))).toEqual([
      "Nothing to change: 1 connection in 1 stack that no file declares any more stays as it is",
      "Nothing to change: 2 connections in 1 stack that no file declares any more stay as they are",
    ]);
    expect(summarySentence(report("apply", [stack(same(3)), left(2), left(0), left(1)]))).toBe(
      "Nothing to do: 3 connections in 1 stack are as declared; 3 connections in 2 stacks that no file declares any more stay as they are",
    );
  });

  it("where nothing was applied, nothing is claimed of what is declared", () => {
    expect(sentence("drift")).toBe("No drift: no connection is managed yet");
    expect(sentence("destroy")).toBe("Nothing to delete: no connection is managed yet");
  });

  it("claims nothing of a stack that failed", () => {
    const failed = stack(same(3), { errors: ["no key"] });
    expect(summarySentence(report("drift", [failed]))).toBe("Drift: 1 stack failed");
    expect(summarySentence(report("drift", [failed, stack(same(2))]))).toBe(
      "Drift: 1 stack failed; 2 connections in 1 stack are as they should be",
    );
  });
});

describe("an interruption", () => {
  const interrupted = (...connections: ConnectionReport[]) => stack(connections, { errors: [INTERRUPTED] });

  it("is no failure of a stack", () => {
    const skipped = connection({ change: "create", outcome: "skipped" });
    const failed = connection({ change: "create", outcome: "failed", error: "no answer" });
    const all = [interrupted(skipped), interrupted(failed), stack([], { errors: [INTERRUPTED, "no key"] })];
    expect(summarySentence(report("apply", all))).toBe(
      "Apply: 1 connection failed; 1 stack failed; 2 stacks interrupted; 1 not tried",
    );
    expect(all.map(describeStack)).toEqual([
      "interrupted, 1 differing",
      "interrupted, 1 connection failed",
      "failed",
    ]);
    expect(summarySentence(report("list", [interrupted(), stack(same(2))]))).toBe(
      "2 connections in 1 stack; 1 stack interrupted",
    );
  });

  it("is called so in Markdown and HTML", () => {
    const done = interrupted(connection({ change: "create", outcome: "done" }));
    const markdown = renderMarkdown(report("apply", [done]));
    expect(markdown).toContain("> The stack was interrupted.");
    expect(markdown).not.toContain("failed");
    const html = renderHtml(report("apply", [done]));
    expect(html).toContain("stack interrupted");
    expect(html).not.toMatch(/with an error|failed</);
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
      "Plan: 2 to create, 1 to change, 1 to delete; 3 to take over (1 with changes)",
    );
  });

  it("what is only taken over is all there is to say", () => {
    expect(sentence("plan", connection({ change: "adopt" }))).toBe("Plan: 1 to take over");
    expect(sentence("plan", ...several(2, { change: "adopt", fields }))).toBe(
      "Plan: 2 to take over (2 with changes)",
    );
    expect(sentence("import", connection({ change: "adopt" }))).toBe(
      "Import: 1 found and written to the file",
    );
    expect(sentence("import", ...several(2, { change: "adopt" }))).toBe(
      "Import: 2 found and written to the file",
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
      "Applied: 1 created, 1 replaced; 1 taken over (1 with changes); 1 connection failed; 2 not tried",
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
      "1 drifted, 1 gone, 29 as they should be, in 2 stacks; 1 stack failed",
    );
  });

  it.each([
    ["rotate", "update", "Rotation: 1 changed"],
    ["destroy", "delete", "Deletion: 1 deleted"],
  ] as const)("a %s tells what was done", (command, change, expected) => {
    expect(sentence(command, connection({ change, outcome: "done" }), ...same(3))).toBe(expected);
  });

  it.each([
    ["plan", "create", ["Plan: 1 to create", "Plan: 2 to create"]],
    ["plan", "update", ["Plan: 1 to change", "Plan: 2 to change"]],
    ["plan", "replace", ["Plan: 1 to replace", "Plan: 2 to replace"]],
    ["plan", "delete", ["Plan: 1 to delete", "Plan: 2 to delete"]],
    ["plan", "adopt", ["Plan: 1 to take over", "Plan: 2 to take over"]],
    ["drift", "drifted", ["1 drifted, in 1 stack", "2 drifted, in 1 stack"]],
    ["drift", "gone", ["1 gone, in 1 stack", "2 gone, in 1 stack"]],
    ["rotate", "update", ["Rotation: 1 to change", "Rotation: 2 to change"]],
    ["destroy", "delete", ["Deletion: 1 to delete", "Deletion: 2 to delete"]],
  ] as const)("a %s counts what is to %s", (command, change, expected) => {
    expect([1, 2].map((number) => sentence(command, ...several(number, { change })))).toEqual(expected);
  });

  it.each([
    ["apply", "create", ["Applied: 1 created", "Applied: 2 created"]],
    ["apply", "update", ["Applied: 1 changed", "Applied: 2 changed"]],
    ["apply", "replace", ["Applied: 1 replaced", "Applied: 2 replaced"]],
    ["apply", "delete", ["Applied: 1 deleted", "Applied: 2 deleted"]],
    ["apply", "adopt", ["Applied: 1 taken over", "Applied: 2 taken over"]],
    ["rotate", "update", ["Rotation: 1 changed", "Rotation: 2 changed"]],
    ["destroy", "delete", ["Deletion: 1 deleted", "Deletion: 2 deleted"]],
  ] as const)("a done %s counts each %s", (command, change, expected) => {
    const done = [1, 2].map((number) => sentence(command, ...several(number, { change, outcome: "done" })));
    expect(done).toEqual(expected);
  });

  it.each([
    [{ outcome: "failed", error: "403" }, ["1 connection failed", "2 connections failed"]],
    [{ outcome: "skipped" }, ["1 not tried", "2 not tried"]],
  ] as const)("counts what was not done: %j", (more, [one, two]) => {
    expect(
      [1, 2].map((number) => sentence("apply", ...several(number, { change: "update", ...more }))),
    ).toEqual([`Apply: ${one}`, `Apply: ${two}`]);
  });

  it("what was done, and followed by an error, counts as done", () => {
    const rotated = { change: "update", outcome: "done", error: "Rotated, but could not be tried" } as const;
    expect(sentence("rotate", connection(rotated))).toBe("Rotation: 1 changed; 1 with an error afterwards");
    expect(stateOf(connection(rotated))).toBe("changed, then an error");
  });

  it("a stack did not fail where everything was done before its error", () => {
    const created = connection({ change: "create", outcome: "done" });
    const erring = (connections: ConnectionReport[]) => stack(connections, { errors: ["the lock is lost"] });
    expect(summarySentence(report("apply", [erring([created])]))).toBe(
      "Applied: 1 created; 1 stack ended with an error after that",
    );
    expect(describeStack(erring([created]))).toBe("done, then an error, 1 differing");
    const failed = connection({ change: "create", outcome: "skipped" });
    expect(summarySentence(report("apply", [erring([created, failed]), erring([])]))).toBe(
      "Applied: 1 created; 2 stacks failed; 1 not tried",
    );
  });

  it("a connection of which only an error is known has failed", () => {
    expect(sentence("plan", connection({ error: "no such file" }), ...same(1))).toBe(
      "Plan: 1 connection failed",
    );
  });
});
