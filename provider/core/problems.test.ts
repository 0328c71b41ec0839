import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Properties, UNKNOWN } from "../contract";
import { type InputShape, type Path, problemsOf, render } from "./problems";

// What is said of each kind's fields is tested with the kinds; here is what the shape of a kind decides.

const schema = z.strictObject({
  name: z.string().min(1, "is empty").optional(),
  key: z.string().regex(/^k/, "must start with k").optional(),
  inner: z.strictObject({ colour: z.string() }).optional(),
});

const open: InputShape = {
  fieldsAt: (path) => (path.length === 0 ? ["name", "key", "inner"] : ["colour"]),
  isSecret: (path) => path[0] === "key",
  openNames: () => undefined,
};
const closed: InputShape = { ...open, openNames: ([field]) => (field === "inner" ? ["hue"] : undefined) };

function problems(inputs: Properties, shape = open): string[] {
  const { error } = schema.safeParse(inputs);
  return error ? problemsOf(error, inputs, shape).map(({ path, message }) => `${path}: ${message}`) : [];
}

describe("problemsOf", () => {
  it("shows what was found, but for what may be a secret", () => {
    expect(problems({ key: "s3cret" })).toEqual(["key: must start with k"]);
    expect(problems({ key: 7 })).toEqual(["key: must be a string, found a number"]);
    expect(problems({ name: 7 })).toEqual(["name: must be a string, found 7"]);
  });

  it("masks what looks like a token, put where no secret is expected", () => {
    for (const token of [
      `ghp_${"planted42Token".repeat(3)}`,
      `glpat-${"planted42Token".repeat(2)}`,
      `cgk_live_${"planted42Token".repeat(2)}`,
      "https://u:planted@x",
    ])
      expect(problems({ inner: token }).join()).not.toContain("planted");
  });

  it("suggests the field that was meant, among those of that place", () => {
    expect(problems({ nam: "x" })).toEqual([
      'nam: is not a field here; did you mean "name"? Known fields: name, key, inner',
    ]);
    expect(problems({ inner: { colour: "x", color: "x" } })).toEqual([
      'inner.color: is not a field here; did you mean "colour"? Known fields: colour',
    ]);
  });

  it("shows no field's name where that could be a secret, but those that certainly are none, and slips", () => {
    const inner = { colour: "x", s3cret: 1, hue: 1, color: 1 };
    expect(problems({ inner }, closed)).toEqual([
      "inner: has a field that is not one of colour",
      "inner.hue: is not a field here; known fields are colour",
      'inner.color: is not a field here; did you mean "colour"? Known fields: colour',
    ]);
  });

  it("holds nothing against what is not known yet, nor against anything in it", () => {
    expect(problems({ name: UNKNOWN, key: UNKNOWN, inner: UNKNOWN })).toEqual([]);
    expect(problems({ inner: { colour: UNKNOWN } })).toEqual([]);
    expect(problems({ inner: { colour: UNKNOWN, hue: UNKNOWN } })).toEqual([
      "inner.hue: is not a field here; known fields are colour",
    ]);
  });
});

it.each<[Path, string]>([
  [[], ""],
  [["a"], "a"],
  [["a", 0, "b"], "a[0].b"],
  [["a", 1, 2], "a[1][2]"],
])("writes the path %j as a program does: %s", (path, expected) => {
  expect(render(path)).toBe(expected);
});
