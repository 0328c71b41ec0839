import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN } from "../contract";
import { changedFields, changesIn, compare, type Forms, settingChanges } from "./changes";

const FORMS: Forms = {
  tags: "set",
  secret: "fields",
  entries: ({ name, place }) => [String(name), `${String(name)}, ${String(place)}`],
};

const between = (from: Properties, to: Properties) => compare(from, to, FORMS);
const entry = (index: number, key: string) => ({ index, key });

describe("compare", () => {
  it("tells a value by where it is, and whether it was there before", () => {
    expect(between({ a: 1, b: 1, same: [1] }, { a: 2, c: 1, same: [1] })).toEqual([
      { path: ["a"], was: ["a"], kind: "update" },
      { path: ["b"], was: ["b"], kind: "delete" },
      { path: ["c"], kind: "add" },
    ]);
  });

  it("tells the entries of a set, and no order", () => {
    expect(between({ tags: ["a", "b"] }, { tags: ["c", "b"] })).toEqual([
      { path: ["tags", entry(0, "a")], was: ["tags", entry(0, "a")], kind: "delete" },
      { path: ["tags", entry(0, "c")], kind: "add" },
    ]);
    expect(between({ tags: ["a", "b"] }, { tags: ["b", "a"] })).toEqual([]);
    expect(between({}, { tags: ["a"] })).toEqual([{ path: ["tags", entry(0, "a")], kind: "add" }]);
    expect(between({ tags: ["a"] }, {})).toMatchObject([{ kind: "delete" }]);
  });

  it("follows an entry that has moved, into its fields", () => {
    const one = (name: string, size: number, place = "here") => ({ name, place, size });
    expect(between({ entries: [one("a", 1), one("b", 1)] }, { entries: [one("b", 2), one("a", 1)] })).toEqual(
      [{ path: ["entries", entry(0, "b"), "size"], was: ["entries", entry(1, "b"), "size"], kind: "update" }],
    );
    // Two of a name are told apart by the next part of theirs.
    const twice = [one("a", 1, "here"), one("a", 1, "there")];
    expect(between({ entries: twice }, { entries: [one("a", 2, "there"), one("a", 1, "here")] })).toEqual([
      {
        path: ["entries", entry(0, "a, there"), "size"],
        was: ["entries", entry(1, "a, there"), "size"],
        kind: "update",
      },
    ]);
  });

  it("goes into an object that stays one", () => {
    expect(between({ secret: { a: 1, b: 1 } }, { secret: { a: 2, c: 1 } }).map(({ path }) => path)).toEqual([
      ["secret", "a"],
      ["secret", "b"],
      ["secret", "c"],
    ]);
    expect(between({ secret: { a: 1 } }, {})).toMatchObject([{ path: ["secret"], kind: "delete" }]);
  });

  it("takes a list for a whole as long as one of its entries is not known", () => {
    for (const unknown of [UNKNOWN, ["a", UNKNOWN]])
      expect(between({ tags: ["a"] }, { tags: unknown })).toEqual([
        { path: ["tags"], was: ["tags"], kind: "update" },
      ]);
  });
});

describe("changesIn", () => {
  it("tells what is declared otherwise from what only the record tells, and what replaces", () => {
    const sides = [
      { a: 1, b: 1 },
      { a: 2, b: 1 },
    ] as const;
    const changes = changesIn(["a", "b"], sides, FORMS, ["a"]);
    expect(changes).toEqual([
      { path: ["a"], was: ["a"], kind: "update", replaces: true, of: "input" },
      { path: ["b"], was: ["b"], kind: "update", replaces: false, of: "state" },
    ]);
    expect(changedFields({ changes })).toEqual(["a", "b"]);
  });
});

it("settings that differ replace nothing", () => {
  const config = (values: Record<string, string>) => (key: string) => values[key];
  expect(
    settingChanges(["x:key", "x:url"], config({ "x:key": "1" }), config({ "x:key": "2", "x:url": "u" })),
  ).toEqual([
    { path: ["x:key"], was: ["x:key"], kind: "update", replaces: false, of: "input" },
    { path: ["x:url"], kind: "add", replaces: false, of: "input" },
  ]);
});
