import { describe, expect, it } from "vitest";
import { tellsWait, WaitNotice } from "./waiting";

function told(...waits: [number, "rate-limit" | "unavailable"][]): string[] {
  const said: string[] = [];
  const waiting = new WaitNotice("https://api.example", (message) => said.push(message));
  for (const [ms, why] of waits) waiting.tell(ms, why);
  return said;
}

describe("WaitNotice", () => {
  it("tells for how long and why, once for all requests that wait for one moment", () => {
    expect(told([59_200, "rate-limit"], [59_400, "rate-limit"], [40_000, "rate-limit"])).toEqual([
      "Waiting 1 min for https://api.example: its rate limit is reached.",
    ]);
  });

  it("tells when it takes longer than was told", () => {
    expect(told([10_000, "rate-limit"], [25_000, "unavailable"])).toEqual([
      "Waiting 10 s for https://api.example: its rate limit is reached.",
      "Waiting 25 s for https://api.example: it says that it is not available.",
    ]);
  });

  it("does not tell what is over at once", () => {
    expect(told([2900, "rate-limit"])).toEqual([]);
  });
});

it("knows which messages tell what is waited for", () => {
  expect(told([10_000, "rate-limit"]).every(tellsWait)).toBe(true);
  expect(
    tellsWait("The answer was lost. Looking for the connection, for up to 60 s, since the list lags."),
  ).toBe(true);
  expect(tellsWait("cn_1: warning: its token could not be tested")).toBe(false);
});
