import { expect, test } from "vitest";
import { type FaultRuleInput, faultRuleSchema } from "./faultRules";
import { Faults } from "./faults";

const DROP = { kind: "drop" } as const;

function faultsOf(...rules: FaultRuleInput[]): Faults {
  const faults = new Faults();
  for (const rule of rules) faults.add(faultRuleSchema.parse(rule));
  return faults;
}

function hits(faults: Faults, requests: [method: string, path: string][]): boolean[] {
  return requests.map(([method, path], index) => faults.take(method, path, index + 1) !== undefined);
}

test("a rule without conditions takes the next request, once", () => {
  expect(
    hits(faultsOf({ effect: DROP }), [
      ["GET", "/a"],
      ["GET", "/a"],
    ]),
  ).toEqual([true, false]);
});

test("nth counts matching requests only, and times how many are taken from there", () => {
  const faults = faultsOf({ match: { method: "post", nth: 2, times: 2 }, effect: DROP });
  expect(
    hits(faults, [
      ["POST", "/"],
      ["GET", "/"],
      ["POST", "/"],
      ["POST", "/"],
      ["POST", "/"],
    ]),
  ).toEqual([false, false, true, true, false]);
  expect(faults.report()).toMatchObject([{ seen: 4, applied: [3, 4], usedUp: true }]);
});

test("a rule may apply always", () => {
  const faults = faultsOf({ match: { times: "always" }, effect: DROP });
  expect(
    hits(faults, [
      ["GET", "/"],
      ["PUT", "/"],
      ["GET", "/"],
    ]),
  ).toEqual([true, true, true]);
  expect(faults.report()).toMatchObject([{ usedUp: false }]);
});

test.each([
  ["/repos/*", "/repos/1", true],
  ["/repos/*", "/repos/1/cache", false],
  ["/repos/**", "/repos/1/cache", true],
  ["/repos/*/cache", "/repos/1/cache", true],
  ["/repos", "/repos/1", false],
  ["/re.os", "/repos", false],
  ["**/cache", "/repos/1/cache", true],
])("the pattern %s and the path %s: %s", (path, asked, taken) => {
  expect(hits(faultsOf({ match: { path }, effect: DROP }), [["GET", asked]])).toEqual([taken]);
});

test("the first rule that is due wins, the others keep their turn", () => {
  const faults = faultsOf({ match: { nth: 2 }, effect: DROP }, { effect: { kind: "truncate" } });
  expect(faults.take("GET", "/", 1)?.effect.kind).toBe("truncate");
  expect(faults.take("GET", "/", 2)?.effect.kind).toBe("drop");
  expect(faults.take("GET", "/", 3)).toBeUndefined();
});

test("cleared rules are gone", () => {
  const faults = faultsOf({ effect: DROP });
  faults.clear();
  expect(faults.report()).toEqual([]);
  expect(faults.take("GET", "/", 1)).toBeUndefined();
});
