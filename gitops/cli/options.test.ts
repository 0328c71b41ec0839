import { describe, expect, it } from "vitest";
import { duration } from "./options";

describe("duration", () => {
  it("reads seconds, minutes and hours", () => {
    expect([duration("30s"), duration("10m"), duration("1h")]).toEqual([30_000, 600_000, 3_600_000]);
  });

  it("refuses everything else, with what is allowed", () => {
    for (const text of ["", "10", "0m", "-1m", "1.5h", "10 m", "10m ", "1d", "99999999h"])
      expect(() => duration(text)).toThrow("It must be a number of seconds, minutes or hours: 30s, 10m, 1h.");
  });
});
