import { describe, expect, it } from "vitest";
import { adjusted, answerWithoutRunning } from "./command";

describe("adjusted", () => {
  it("leaves the user's selected stack selected", () => {
    expect(adjusted(["stack", "init", "shop"])).toEqual(["stack", "init", "shop", "--no-select"]);
  });

  it("has a plan read the service only when it is asked to", () => {
    expect(adjusted(["preview"])).toEqual(["preview", "--refresh=false"]);
    expect(adjusted(["preview", "--refresh"])).toEqual(["preview", "--refresh"]);
    expect(adjusted(["up", "--yes"])).toEqual(["up", "--yes", "--refresh=false"]);
    expect(adjusted(["destroy"])).toEqual(["destroy", "--refresh=false"]);
  });

  it("leaves everything else as it is", () => {
    expect(adjusted(["refresh", "--preview-only"])).toEqual(["refresh", "--preview-only"]);
    expect(adjusted(["config", "--show-secrets"])).toEqual(["config", "--show-secrets"]);
  });
});

describe("answerWithoutRunning", () => {
  it("answers what nobody reads", () => {
    expect(answerWithoutRunning(["stack", "select", "--stack", "shop"])).toBe("");
    expect(answerWithoutRunning(["stack", "output", "--json", "--stack", "shop"])).toBe("{}");
    expect(answerWithoutRunning(["stack", "history", "--json", "--stack", "shop"])).toBe("[]");
  });

  it("runs everything else", () => {
    for (const args of [["stack", "init", "shop"], ["stack", "ls", "--json"], ["stack", "export"], ["up"]])
      expect(answerWithoutRunning(args)).toBeUndefined();
  });
});
