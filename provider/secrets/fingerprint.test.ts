import { describe, expect, it } from "vitest";
import { fingerprintOf, isFingerprintOf, saltOf } from "./fingerprint";

const value = { token: "ghp_plantedtoken", baseUrl: "https://github.example.com/api/v3" };

describe("a fingerprint", () => {
  it("tells its value from every other, whatever the order of the fields", () => {
    const fingerprint = fingerprintOf(value, "salt");
    expect(isFingerprintOf({ baseUrl: value.baseUrl, token: value.token }, fingerprint)).toBe(true);
    expect(isFingerprintOf({ ...value, token: "ghp_other" }, fingerprint)).toBe(false);
    expect(isFingerprintOf({ token: value.token }, fingerprint)).toBe(false);
  });

  it("has nothing in common with that of an equal value of another resource", () => {
    const [, one] = fingerprintOf(value, "salt-1").split(".");
    const [, other] = fingerprintOf(value, "salt-2").split(".");
    expect(one).toHaveLength(43);
    expect(one).not.toBe(other);
  });

  it("is what earlier versions have recorded: an upgrade is no rotation", () => {
    expect(fingerprintOf(value, "salt")).toBe("salt.s7hYUnXstKCCwerN2hCjnaJaQBseCYknfLOId5ED39s");
  });

  it("does not contain its value", () => {
    expect(fingerprintOf(value, "salt")).not.toContain("planted");
  });

  it("keeps its salt for the next", () => {
    expect(saltOf(fingerprintOf(value, "salt"))).toBe("salt");
  });

  it.each(["", "x", "salt.", ".x"])("is not %j", (text) => {
    expect(isFingerprintOf(value, text)).toBe(false);
  });
});
