import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../contract";
import { dropAbsent, holdsUnknown, isObject } from "./values";

it("isObject takes plain objects only", () => {
  for (const object of [{}, { a: 1 }, Object.create(null)]) expect(isObject(object)).toBe(true);
  for (const other of [null, undefined, [], "a", 7, true, UNKNOWN, () => 1])
    expect(isObject(other)).toBe(false);
});

describe("holdsUnknown", () => {
  it.each([
    ["itself", UNKNOWN, true],
    ["in an object", { a: 1, b: UNKNOWN }, true],
    ["deep in an object", { a: { b: { c: UNKNOWN } } }, true],
    ["nowhere", { a: { b: [1], c: null, d: "unknown" } }, false],
    ["in nothing", undefined, false],
    ["in null", null, false],
    ["as another symbol", Symbol("unknown"), false],
  ])("%s", (_, value, expected) => {
    expect(holdsUnknown(value)).toBe(expected);
  });
});

describe("dropAbsent", () => {
  it("drops null and undefined at any depth of objects, and nothing else", () => {
    const value = { a: null, b: undefined, c: { d: null, e: { f: undefined, g: 0 } }, h: "", i: false };
    expect(dropAbsent(value)).toStrictEqual({ c: { e: { g: 0 } }, h: "", i: false });
  });

  it("keeps what is unknown, and lists as they are", () => {
    const list = [null, { a: undefined }];
    expect(dropAbsent({ a: UNKNOWN, b: list, c: { d: UNKNOWN } })).toStrictEqual({
      a: UNKNOWN,
      b: list,
      c: { d: UNKNOWN },
    });
  });

  it("leaves an object of which nothing is left empty, and its own argument as it was", () => {
    const value = { a: { b: null } };
    expect(dropAbsent(value)).toStrictEqual({ a: {} });
    expect(value).toStrictEqual({ a: { b: null } });
  });
});
