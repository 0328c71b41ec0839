import { expect, it } from "vitest";
import { credentialAge, describeAge, isOld } from "./credentialAge";

const AT = "2026-03-10T09:30:00.000Z";

it.each([
  ["2026-03-10T09:30:00.000Z", 0, "changed today"],
  ["2026-03-09T09:30:00.001Z", 0, "changed today"],
  ["2026-03-09T09:30:00.000Z", 1, "changed yesterday"],
  ["2026-02-26T09:00:00Z", 12, "changed 12 days ago"],
  ["2026-03-10T09:31:00.000Z", 0, "changed today"],
  [
    undefined,
    undefined,
    "never changed since it was adopted or recorded by an earlier version: age not known",
  ],
  [
    "lately",
    undefined,
    "never changed since it was adopted or recorded by an earlier version: age not known",
  ],
])("counts whole days since %s", (changedAt, days, words) => {
  expect(credentialAge(changedAt, AT)).toBe(days);
  expect(describeAge(days)).toBe(words);
});

it("calls old what is older than 90 days, and nothing of which the age is not known", () => {
  expect([undefined, 0, 90, 91].map(isOld)).toEqual([false, false, false, true]);
});
