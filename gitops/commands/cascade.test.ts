import { expect, it } from "vitest";
import type { ConnectionReport } from "../report/schema";
import { coregitConnection, stack } from "../report/testing/samples";
import { cascadeOf } from "./cascade";

const RULE = "Coregit deletes a connection together with every sync configuration that uses it.";
const one = (name: string, more: Partial<ConnectionReport>) => coregitConnection({ name, ...more });

it("is said of what is to be deleted and of what was, not of what was not tried or failed", () => {
  const deletions = [
    one("done", { change: "delete", outcome: "done" }),
    one("planned", { change: "replace" }),
    one("failed", { change: "delete", outcome: "failed", error: "403" }),
    one("skipped", { change: "replace", outcome: "skipped" }),
  ];
  expect(cascadeOf(stack(deletions))).toEqual([`${RULE} That concerns done, planned.`]);
  expect(cascadeOf(stack(deletions.slice(2)))).toEqual([]);
});

it("is not said of what is protected; how it can be deleted all the same depends on whether it is declared", () => {
  const kept = (name: string, more: Partial<ConnectionReport> = {}) =>
    one(name, { change: "delete", deletionProtection: true, ...more });
  const gone = kept("a");
  const declared = kept("c", { declaration: "fingerprint" });
  expect(cascadeOf(stack([gone, kept("b"), declared]))).toEqual([
    "c: deletionProtection is set, so its deletion is refused: every sync configuration that uses it would be deleted too. If that is wanted, declare `deletionProtection: false` for it, apply that, then remove it.",
    "a, b: deletionProtection is set, so their deletion is refused: every sync configuration that uses them would be deleted too. If that is wanted, declare them again with `deletionProtection: false`, apply that, then remove them.",
  ]);
});

it("is said with its doubt of a replacement that failed: the old one may be deleted", () => {
  const failed = one("failed", { change: "replace", outcome: "failed", error: "403" });
  expect(cascadeOf(stack([failed]))).toEqual([`${RULE} Whether that has happened to failed is not known.`]);
});
