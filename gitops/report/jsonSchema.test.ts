import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { reportJsonSchema } from "./jsonSchema";
import { reports } from "./testing/reports";
import { richReport } from "./testing/samples";

const schema = reportJsonSchema();
const compiled = z.fromJSONSchema(z.record(z.string(), z.any()).parse(schema));

it("has a title and a description, and no id that somebody would look for", () => {
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Report of repo-connections",
    description: expect.stringContaining("--json"),
    required: expect.arrayContaining(["version", "command", "stacks"]),
    additionalProperties: false,
  });
  expect(JSON.stringify(schema)).not.toContain('"$id"');
});

it("accepts every report", () => {
  fc.assert(
    fc.property(reports(fc.string()), (report) => {
      expect(compiled.safeParse(report).error).toBeUndefined();
    }),
  );
});

it.each([
  ["an unknown field", { more: 1 }],
  ["another version", { version: 2 }],
  ["an unknown command", { command: "up" }],
  ["a time that is none", { at: "today" }],
])("refuses %s", (_, wrong) => {
  expect(compiled.safeParse({ ...richReport(), ...wrong }).success).toBe(false);
});
