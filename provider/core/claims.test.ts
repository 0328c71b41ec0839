import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../contract";
import { Claims, refuseToLeave } from "./claims";

/** The claims of a program that declares two resources. */
function claimsOfTwo(): Claims {
  const claims = new Claims();
  for (const identity of ["one", "two", undefined]) claims.declare(identity);
  return claims;
}

describe("Claims", () => {
  it("has what a resource stands for, or asks to", () => {
    const claims = claimsOfTwo();
    expect(claims.has("a")).toBe(false);
    claims.adopt("a", "one");
    claims.manage("b", "two");
    expect(["a", "b", "c"].map((id) => claims.has(id))).toEqual([true, true, false]);
  });

  it("lets one resource adopt and manage one connection, in any order and as often as it likes", () => {
    const claims = claimsOfTwo();
    for (let i = 0; i < 2; i++) {
      expect(claims.adopt("a", "one")).toBeUndefined();
      expect(() => claims.manage("a", "one")).not.toThrow();
      expect(() => claims.manage("b", "one")).not.toThrow();
      expect(claims.adopt("b", "one")).toBeUndefined();
    }
  });

  it("gives what is taken to no other, whoever asks how", () => {
    const claims = claimsOfTwo();
    claims.adopt("adopted", "one");
    claims.manage("managed", "one");
    for (const id of ["adopted", "managed"]) {
      expect(claims.adopt(id, "two")).toEqual({
        path: "adopt",
        message: expect.stringMatching(new RegExp(`^names ${id}, which another resource of this program`)),
      });
      expect(() => claims.manage(id, "two")).toThrow(
        `Connection ${id} is managed by this resource, and another resource of this program stands for it too`,
      );
    }
    expect(() => claims.manage("adopted", "two")).toThrow("(it names it in adopt)");
    expect(() => claims.manage("managed", "two")).not.toThrow("(it names it in adopt)");
    expect(claims.adopt("adopted", "one"), "the refused has changed nothing").toBeUndefined();
  });

  it("counts no resource that the program does not declare: it was renamed, or is to go", () => {
    const claims = claimsOfTwo();
    claims.manage("a", "before");
    expect(claims.has("a")).toBe(false);
    expect(() => claims.manage("a", "one")).not.toThrow();
    expect(() => claims.manage("a", "before")).not.toThrow();
    expect(() => claims.manage("a", "two")).toThrow("another resource of this program stands for it too");
  });

  it("releases what nobody names in adopt", () => {
    const claims = claimsOfTwo();
    claims.manage("managed", "one");
    claims.adopt("adopted", "one");
    claims.adopt("both", "one");
    claims.manage("both", "one");
    for (const id of ["managed", "nobody's"]) expect(() => claims.release(id)).not.toThrow();
    for (const id of ["adopted", "both"])
      expect(() => claims.release(id)).toThrow(
        `Connection ${id} is not deleted: a resource of this program names it in adopt.`,
      );
  });
});

describe("refuseToLeave", () => {
  it.each([
    ["nothing", {}],
    ["what is not known yet", { adopt: UNKNOWN }],
    ["nothing, with other fields", { label: "a" }],
  ])("lets a resource that names %s be replaced", (_, inputs) => {
    expect(() => refuseToLeave("a", inputs, ["provider"])).not.toThrow();
  });

  it("lets a resource that names its own be updated, and not be replaced", () => {
    expect(() => refuseToLeave("a", { adopt: "a" }, [])).not.toThrow();
    expect(() => refuseToLeave("a", { adopt: "a" }, ["provider", "project"])).toThrow(
      "adopt: names a, and another provider and project would delete that connection to make a new one.",
    );
  });

  it("lets no resource stand for another one", () => {
    expect(() => refuseToLeave("a", { adopt: "b" }, [])).toThrow(
      "adopt: names b, but this resource already manages a.",
    );
  });

  it("lets a replacement, which deletes the old connection anyway, take over another one", () => {
    expect(() => refuseToLeave("a", { adopt: "b" }, ["provider"])).not.toThrow();
  });
});
