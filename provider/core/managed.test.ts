import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { MANAGED, managedIn, managedToText } from "./managed";

it("tells what stacks record from what they do not, of as many as one list may have", () => {
  const ids = Array.from({ length: 10_000 }, () => randomUUID());
  const text = managedToText(ids.map((id) => ({ kind: "sigsentry", id })));
  const isManaged = managedIn({ [MANAGED]: text }, "sigsentry");
  expect(ids.filter((id) => !isManaged(id))).toEqual([]);
  expect(isManaged("3910ad59-0000-4000-8000-000000000000")).toBe(false);
  // No variable may be longer than the system allows.
  const given = execFileSync(process.execPath, ["-p", `process.env.${MANAGED}.length`], {
    env: { ...process.env, [MANAGED]: text },
  });
  expect(Number(given)).toBe(text.length);
});

it("is nothing where nobody has told", () => {
  expect(managedIn({}, "sigsentry")("a")).toBe(false);
});

it("is of one service: another may have given the same id", () => {
  const environment = { [MANAGED]: managedToText([{ kind: "sigsentry", id: "abc" }]) };
  expect(managedIn(environment, "sigsentry")("abc")).toBe(true);
  expect(managedIn(environment, "coregit")("abc")).toBe(false);
});
