import { afterEach, describe, expect, it, vi } from "vitest";
import { UNKNOWN } from "../contract";
import { Redactor } from "../text/redact";
import {
  areSame,
  fingerprintFor,
  readReferences,
  referredValues,
  rememberingWith,
  versionOf,
} from "./credentials";
import { fingerprintOf } from "./fingerprint";
import { type SecretSource, SourceError } from "./source";

const pathOf = (field: string) => `from.${field}`;
const VALUES: Readonly<Record<string, string>> = { A: "value-a", B: "value-b" };
const read = (source: SecretSource): string => {
  const value = "env" in source ? VALUES[source.env] : undefined;
  if (value === undefined) throw new SourceError("gives no value");
  return value;
};

describe("readReferences", () => {
  it("reads what is referred to, and takes a text for itself", () => {
    const from = { token: { env: "A" }, user: "robot", other: { env: "B" } };
    expect(readReferences({ from, pathOf }, read)).toEqual({
      values: { token: "value-a", user: "robot", other: "value-b" },
      problems: [],
    });
  });

  it("reports each that gives no value where it stands, and reads the others", () => {
    const from = { one: { env: "NO" }, two: { env: "A" }, three: { file: "/no" } };
    expect(readReferences({ from, pathOf }, read)).toEqual({
      values: { two: "value-a" },
      problems: [
        { path: "from.one", message: "gives no value" },
        { path: "from.three", message: "gives no value" },
      ],
    });
  });

  it("passes over what is none, which is reported elsewhere", () => {
    const from = { a: 7, b: null, c: {}, d: { env: "A", file: "b" }, e: Symbol("unknown"), f: undefined };
    expect(readReferences({ from, pathOf }, read)).toEqual({ values: {}, problems: [] });
  });
});

describe("referredValues", () => {
  const references = { from: { token: { env: "A" } }, pathOf };
  const fingerprint = fingerprintOf({ token: "value-a" }, "salt");

  it("are those that were checked", () => {
    expect(referredValues(references, fingerprint, read)).toEqual({ token: "value-a" });
  });

  it.each([
    undefined,
    "",
    "salt.",
    fingerprintOf({ token: "value-b" }, "salt"),
    fingerprint.slice(0, -1),
  ])("are refused with another fingerprint: %s", (other) => {
    expect(() => referredValues(references, other, read)).toThrow(
      "from: the value changed while this command was running. Nothing was sent; run it again.",
    );
  });

  it("are refused where one gives no value any more, by its path", () => {
    const gone = { from: { token: { env: "NO" } }, pathOf };
    expect(() => referredValues(gone, fingerprint, read)).toThrow("from.token: gives no value");
  });
});

describe("fingerprintFor", () => {
  const values = { token: "value-a" };

  it("takes the old one's salt, and the identity where there is none", () => {
    const old = fingerprintOf({ token: "before" }, "old");
    expect(fingerprintFor(values, old, "me")).toBe(fingerprintOf(values, "old"));
    for (const none of [undefined, "", ".x", "nothing", 7, Symbol("unknown")])
      expect(fingerprintFor(values, none, "me")).toBe(fingerprintOf(values, "me"));
  });
});

describe("areSame", () => {
  const a = { token: "a" };
  const b = { token: "b" };
  const of = (values: Record<string, string>, salt = "salt") => fingerprintOf(values, salt);

  it.each([
    ["nothing and nothing", {}, {}, true],
    ["the same values", { values: a }, { values: { ...a } }, true],
    ["other values", { values: a }, { values: b }, false],
    ["a value more", { values: a }, { values: { ...a, user: "x" } }, false],
    ["values and nothing", { values: a }, {}, false],
    ["a fingerprint and nothing", { fingerprint: of(a) }, {}, false],
    ["values and their fingerprint", { values: a }, { fingerprint: of(a) }, true],
    ["values and another's fingerprint", { values: a }, { fingerprint: of(b) }, false],
    ["the same fingerprint", { fingerprint: of(a) }, { fingerprint: of(a) }, true],
    ["another salt's fingerprint", { fingerprint: of(a) }, { fingerprint: of(a, "other") }, false],
  ])("compares %s", (_, one, other, expected) => {
    expect(areSame(one, other)).toBe(expected);
    expect(areSame(other, one)).toBe(expected);
  });
});

describe("rememberingWith", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("remembers what it reads, and nothing where there is nothing to read", () => {
    vi.stubEnv("PLANTED", "n0kn0wnshape");
    const redactor = new Redactor();
    const remembering = rememberingWith(redactor, ["username"]);
    expect(remembering({ env: "PLANTED" }, "username")).toBe("n0kn0wnshape");
    expect(redactor.redact("said n0kn0wnshape")).toBe("said n0kn0wnshape");
    expect(remembering({ env: "PLANTED" }, "token")).toBe("n0kn0wnshape");
    expect(redactor.redact("said n0kn0wnshape")).toBe("said [secret]");
    vi.stubEnv("PLANTED", undefined);
    expect(() => remembering({ env: "PLANTED" }, "token")).toThrow(SourceError);
  });
});

const same = { had: true, has: true, isKnown: true, isSame: true };

describe("the version of credentials", () => {
  it.each<[string, unknown, unknown, Partial<typeof same>, unknown]>([
    ["is the declared one, whatever happened", 7, 3, { isSame: false }, 7],
    ["is a declared one that is not known yet", UNKNOWN, 3, {}, UNKNOWN],
    ["begins with 1", undefined, undefined, { had: false }, 1],
    ["begins with 1 where none was recorded", undefined, "3", {}, 1],
    ["stays while nothing changes", undefined, 3, {}, 3],
    ["counts a change", undefined, 3, { isSame: false }, 4],
    ["is not known as long as they are not", undefined, 3, { isKnown: false, isSame: false }, UNKNOWN],
    [
      "stays with the first ones of what was taken over",
      undefined,
      3,
      { had: false, isSame: false, isKnown: false },
      3,
    ],
    ["stays when none are declared any more", undefined, 3, { has: false, isSame: false }, 3],
  ])("%s", (_, declared, old, rotation, version) => {
    expect(versionOf(declared, old, { ...same, ...rotation })).toBe(version);
  });
});
