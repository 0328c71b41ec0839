import { describe, expect, it } from "vitest";
import { parseEvents, readEvents } from "./report";

const TYPE = "pulumi-nodejs:dynamic/sigsentry:RepoConnection";
const step = (op: string, type: string, from?: object, to?: object) =>
  JSON.stringify({
    resourcePreEvent: {
      metadata: {
        op,
        type,
        urn: `urn:pulumi:s::p::${type}::payments`,
        old: { inputs: from },
        new: { inputs: to },
      },
    },
  });

describe("readEvents", () => {
  it("names what differs between the old and the new inputs of an update", () => {
    const from = { __provider: "a", lookbackDays: 7, repositories: ["a/b"], platform: "github" };
    const to = {
      __provider: "b",
      __identity: "c",
      lookbackDays: 30,
      repositories: ["a/b", "a/c"],
      platform: "github",
    };
    expect(readEvents(parseEvents(step("update", TYPE, from, to)))).toEqual({
      changes: [
        {
          name: "payments",
          op: "update",
          fields: [
            { field: "lookbackDays", from: 7, to: 30 },
            { field: "repositories", from: ["a/b"], to: ["a/b", "a/c"] },
          ],
        },
      ],
      unchanged: 0,
      errors: [],
    });
  });

  it("counts what stays and passes over refreshes and other kinds of resource", () => {
    const coregit = "pulumi-nodejs:dynamic/coregit:Connection";
    const output = [TYPE, coregit, "pulumi:pulumi:Stack"].flatMap((type) => [
      step("same", type),
      step("refresh", type),
    ]);
    expect(readEvents(parseEvents(output.join("\n")))).toEqual({ changes: [], unchanged: 2, errors: [] });
  });

  it("keeps the engine's errors and nothing of its debug output", () => {
    const output = [
      JSON.stringify({ diagnosticEvent: { severity: "error", message: "refused\n" } }),
      JSON.stringify({ diagnosticEvent: { severity: "debug", message: "noise" } }),
      "warning: no JSON",
      "{ broken",
    ].join("\n");
    expect(readEvents(parseEvents(output)).errors).toEqual(["refused"]);
  });
});
