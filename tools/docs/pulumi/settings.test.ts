import { expect, it } from "vitest";
import { settingIn } from "./settings";

const TABLE = "| `a:key`   | `A_KEY` | A key (`k_…`). Required.   |\n| `a:keyed` | `A_KEYED` | Another. |\n";

it("a setting is told as the README tells it", () => {
  expect(settingIn(TABLE, "a:key")).toEqual({ variable: "A_KEY", description: "A key (`k_…`). Required." });
  expect(settingIn(TABLE, "a:keyed")).toEqual({ variable: "A_KEYED", description: "Another." });
});

it("a setting that the README does not tell is an error", () => {
  expect(() => settingIn(TABLE, "a:other")).toThrow("README.md's table of settings has no a:other");
});
