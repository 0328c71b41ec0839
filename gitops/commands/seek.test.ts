import { expect, it } from "vitest";
import { kindsToLookAt, notLookedAt } from "./seek";

it("looks at each service that there is a key for, and says which one that is not", () => {
  const kinds = kindsToLookAt((kind) => kind === "coregit", undefined);
  expect(kinds).toEqual(["coregit"]);
  expect(notLookedAt(kinds, undefined)).toEqual([
    "SigSentry was not looked at: there is no API key for it (sigsentry:apiKey, or SIGSENTRY_API_KEY).",
  ]);
});

it("looks at the service that was asked for, and has nothing to say of the other", () => {
  const kinds = kindsToLookAt(() => true, "coregit");
  expect(kinds).toEqual(["coregit"]);
  expect(notLookedAt(kinds, "coregit")).toEqual([]);
});

it("needs a key", () => {
  expect(() => kindsToLookAt(() => false, undefined)).toThrow("There is no API key for either service");
});
