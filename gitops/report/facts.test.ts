import { expect, it } from "vitest";
import { allFacts, factsOf } from "./facts";
import type { ConnectionReport } from "./schema";
import { AT, connection } from "./testing/samples";

const KEPT = { version: 1 };
const TAKEN = { from: "env GITHUB_TOKEN", version: 1 };

const credentials = (more: Partial<ConnectionReport>, facts = factsOf) =>
  facts(connection(more), AT).find(({ path }) => path === "credentials")?.values;

it("an adoption that is still to come says where the credentials are from, and has no past", () => {
  for (const outcome of [undefined, "failed", "skipped"] as const) {
    const adoption = { change: "adopt", ...(outcome && { outcome }) } as const;
    expect(credentials({ ...adoption, credentials: KEPT })).toEqual(["kept by the service"]);
    expect(credentials({ ...adoption, credentials: TAKEN })).toEqual(["env GITHUB_TOKEN"]);
  }
});

it("one that is done has", () => {
  expect(credentials({ change: "adopt", outcome: "done", credentials: KEPT }, allFacts)).toEqual([
    "kept by the service, age not known",
  ]);
  expect(credentials({ change: "none", credentials: TAKEN }, allFacts)).toEqual([
    "env GITHUB_TOKEN, version 1, never changed since it was adopted or recorded by an earlier version: age not known",
  ]);
});
