import fc from "fast-check";
import { expect, it } from "vitest";
import { renderJson } from "./json";
import { reportSchema } from "./schema";
import { pairs } from "./testing/reports";
import { connection, report, richReport, stack } from "./testing/samples";

it("is indented JSON and a line break", () => {
  expect(renderJson(report("plan", []))).toBe(`${JSON.stringify(report("plan", []), null, 2)}\n`);
});

it("shows a field once", () => {
  expect(renderJson(richReport()).split('"lookbackDays",')).toHaveLength(2);
});

it("parses back to an equal report, and holds nothing that a terminal or a log obeys", () => {
  fc.assert(
    fc.property(pairs(), ({ hostile }) => {
      const json = renderJson(hostile);
      expect(reportSchema.parse(JSON.parse(json))).toEqual(hostile);
      expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|[\u2028\u2029]|##\w*\[/u);
    }),
  );
});

it("writes what a log would obey in another way", () => {
  const hostile = report("plan", [stack([connection({ name: "##[group]\u009b\u{e0041}" })])]);
  expect(renderJson(hostile)).toContain('"name": "\\u0023#[group]\\u009b\\udb40\\udc41"');
});
