import { describe, expect, it } from "vitest";
import { showChange, showValue } from "./values";

describe("showValue", () => {
  it.each([
    [30, "30"],
    [true, "true"],
    [null, "null"],
    ["acme/payments", "acme/payments"],
    ["@acme/x", "@acme/x"],
    ["acme robot", '"acme robot"'],
    ["", '""'],
    ["30", '"30"'],
    ["-1.5e3", '"-1.5e3"'],
    ["true", '"true"'],
    ["null", '"null"'],
    ['a "b"', '"a \\"b\\""'],
    ["a\nb\u202e", '"a\\nb\\u{202e}"'],
    [["a", 1], "[a, 1]"],
    [{}, "{}"],
    [{ serviceName: "ledger", pathPrefix: "" }, '{ serviceName: ledger, pathPrefix: "" }'],
    [{ "a b": [{}] }, '{ "a b": [{}] }'],
  ])("writes %j", (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });
});

describe("showChange", () => {
  it.each([
    [
      { path: "lookbackDays", from: 30, to: 99 },
      { path: "lookbackDays", form: "replaced", from: "30", to: "99" },
    ],
    [
      { path: "repositories", added: ["acme/x"], removed: ["acme/y", "acme/z"] },
      { path: "repositories", form: "set", added: ["acme/x"], removed: ["acme/y", "acme/z"] },
    ],
    [
      { path: "label", to: "CI" },
      { path: "label", form: "set", added: ["CI"], removed: [] },
    ],
    [
      { path: "label", from: null },
      { path: "label", form: "set", added: [], removed: ["null"] },
    ],
    [{ path: "credentials" }, { path: "credentials", form: "changed" }],
    [
      { path: "credentials", from: "[secret]", to: "[secret]" },
      { path: "credentials", form: "changed" },
    ],
    [
      { path: "a\nb", from: "30", to: 30 },
      { path: "a\\nb", form: "replaced", from: '"30"', to: "30" },
    ],
  ])("writes %j", (change, shown) => {
    expect(showChange(change)).toEqual(shown);
  });
});
