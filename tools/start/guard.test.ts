import { describe, expect, it } from "vitest";
import { refusal } from "./guard";

describe("refusal", () => {
  it("lets the walk-through run where no key is set", () => {
    expect(refusal({}, false)).toBeUndefined();
    expect(refusal({ SIGSENTRY_API_KEY: "" }, false)).toBeUndefined();
  });

  it.each([
    { SIGSENTRY_API_KEY: "ss_secret_abcdef" },
    { COREGIT_API_KEY: "cgk_live_abcdef" },
  ])("stops it where a key is set, says how to go on, and does not show the key: %o", (environment) => {
    const text = refusal(environment, false);
    expect(text).toContain(Object.keys(environment)[0]);
    expect(text).toContain("npm start -- --emulator");
    expect(text).toContain("pulumi up");
    expect(text).not.toContain("abcdef");
  });

  it("lets it run on the emulator when told so", () => {
    expect(refusal({ SIGSENTRY_API_KEY: "ss_secret_abcdef" }, true)).toBeUndefined();
  });
});
