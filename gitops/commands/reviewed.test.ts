import { describe, expect, it } from "vitest";
import type { ConnectionReport, Report } from "../report/schema";
import { connection, report, stack } from "../report/testing/samples";
import { refuseOtherPlan } from "./reviewed";

const plan = (...connections: ConnectionReport[]): Report =>
  report("plan", [stack(connections, { name: "shop" })]);

const days = (to: number) =>
  connection({ name: "a", change: "update", fields: [{ path: "lookbackDays", from: 30, to }] });

describe("refuseOtherPlan", () => {
  it("lets pass what was reviewed, whatever was not to change", () => {
    expect(() => refuseOtherPlan(plan(days(60)), plan(days(60)))).not.toThrow();
    const other = connection({ name: "b", change: "none", lookbackDays: 7 });
    expect(() => refuseOtherPlan(plan(days(60)), plan(days(60), other))).not.toThrow();
  });

  it("refuses another value, another connection and one that was reviewed and is not to change now", () => {
    expect(() => refuseOtherPlan(plan(days(60)), plan(days(61)))).toThrow(
      "shop/a (sigsentry): update (of rc_x1y2z3, lookbackDays 30 → 60) was reviewed, now it would be update (of rc_x1y2z3, lookbackDays 30 → 61)",
    );
    const removed = connection({ name: "b", change: "delete", fields: [] });
    expect(() => refuseOtherPlan(plan(days(60)), plan(days(60), removed))).toThrow(
      "shop/b (sigsentry): nothing was reviewed, now it would be delete (of rc_x1y2z3)",
    );
    expect(() => refuseOtherPlan(plan(days(60)), plan())).toThrow("now it would be nothing");
  });

  it("refuses the same change to another connection of the same name", () => {
    const of = (id: string) => plan({ ...days(60), id });
    expect(() => refuseOtherPlan(of("rc_1"), of("rc_2"))).toThrow("no longer what was reviewed");
  });
});
