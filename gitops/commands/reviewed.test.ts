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

  it("refuses to make another connection than the one that was reviewed", () => {
    const made = (more: Partial<ConnectionReport>) => {
      const { id: _, ...rest } = connection({ name: "a", change: "create", ...more });
      return plan(rest);
    };
    const protectedOne = { verify: true, deletionProtection: true };
    const reviewed = made(protectedOne);
    expect(() => refuseOtherPlan(reviewed, made(protectedOne))).not.toThrow();
    const others: readonly (readonly [Partial<ConnectionReport>, string])[] = [
      [{ host: "gitlab" }, "host + gitlab"],
      [{ repositories: ["acme/payments", "acme/secrets"] }, "repositories + acme/payments + acme/secrets"],
      [{ services: [] }, "shop/a (sigsentry): create (serviceMappings + "],
      [{ lookbackDays: 365 }, "now it would be create (lookbackDays + 365)"],
      [{ isActive: false }, "isActive + false"],
      [{ label: "other" }, "label + other"],
      [{ credentials: { from: "env ADMIN_TOKEN" } }, 'credentials + "env ADMIN_TOKEN"'],
      [{ verify: false }, "verify + true) was reviewed, now it would be create (verify + false"],
      [{ deletionProtection: false }, "deletionProtection + false"],
    ];
    for (const [more, words] of others)
      expect(() => refuseOtherPlan(reviewed, made({ ...protectedOne, ...more })), words).toThrow(words);
    const elsewhere = report("plan", [
      stack(reviewed.stacks[0]?.connections ?? [], { name: "shop", project: "prj_other" }),
    ]);
    expect(() => refuseOtherPlan(reviewed, elsewhere)).toThrow("project + prj_other");
  });

  it("takes a plan of an earlier version, which tells less, by what the file declares", () => {
    const made = (more: Partial<ConnectionReport>) =>
      plan(connection({ name: "a", change: "create", declaration: "one", ...more }));
    const credentials = { from: "env GITHUB_TOKEN", version: 3, changedAt: "2026-02-26T09:00:00Z" };
    const told = { verify: false, deletionProtection: true, allowDuplicate: true };
    const open = { baseUrl: "https://git.example.com", username: "robot" };
    const now = { ...told, credentials: { ...credentials, ...open } };
    expect(() => refuseOtherPlan(made({}), made(now))).not.toThrow();
    expect(() => refuseOtherPlan(made({}), made({ ...now, declaration: "other" }))).toThrow(
      'credentials.baseUrl + "https://git.example.com", credentials.username + robot',
    );
  });

  it("takes a set for the same in whichever order it is told", () => {
    const { services = [], repositories = [] } = connection();
    const made = connection({ name: "a", change: "create" });
    const turned = { ...made, services: services.toReversed(), repositories: repositories.toReversed() };
    expect(() => refuseOtherPlan(plan(made), plan(turned))).not.toThrow();
    const adding = (added: string[]) =>
      plan(connection({ name: "a", change: "update", fields: [{ path: "repositories", added }] }));
    expect(() => refuseOtherPlan(adding(["acme/a", "acme/b"]), adding(["acme/b", "acme/a"]))).not.toThrow();
    expect(() => refuseOtherPlan(adding(["acme/a"]), adding(["acme/b"]))).toThrow(
      "no longer what was reviewed",
    );
  });

  it("refuses what is declared otherwise in a way that no report shows", () => {
    const of = (declaration: string) => plan({ ...days(60), declaration });
    expect(() => refuseOtherPlan(of("one"), of("one"))).not.toThrow();
    expect(() => refuseOtherPlan(of("one"), of("other"))).toThrow(
      "shop/a (sigsentry): update (of rc_x1y2z3, lookbackDays 30 → 60) was reviewed, and the file declares it otherwise now",
    );
  });

  it("refuses another reference, or another host, whatever becomes of the connection", () => {
    const kept = { from: "config robot", baseUrl: "https://git.example.com", username: "robot" };
    const others = [
      [{ ...kept, from: "config other" }, 'credentials + "config robot"', 'credentials + "config other"'],
      [{ ...kept, from: "file secrets/a" }, 'credentials + "config robot"', 'credentials + "file secrets/a"'],
      [
        { ...kept, baseUrl: "https://evil.example" },
        "git.example.com",
        'credentials.baseUrl + "https://evil.example"',
      ],
      [{ ...kept, username: "other" }, "credentials.username + robot", "credentials.username + other"],
    ] as const;
    for (const change of ["none", "create", "adopt", "rename", "update", "replace"] as const) {
      const of = (credentials: ConnectionReport["credentials"]) =>
        plan(connection({ name: "a", change, credentials }));
      expect(() => refuseOtherPlan(of(kept), of({ ...kept, version: 9 }))).not.toThrow();
      for (const [credentials, before, after] of others) {
        const refusing = () => refuseOtherPlan(of(kept), of(credentials));
        expect(refusing, change).toThrow(
          "What would be done is no longer what was reviewed. Nothing was done.",
        );
        expect(refusing, change).toThrow(before);
        expect(refusing, change).toThrow(after);
      }
    }
    const unchanged = (from: string) => plan(connection({ name: "a", credentials: { from } }));
    expect(() => refuseOtherPlan(unchanged("file secrets/a"), unchanged("file secrets/b"))).toThrow(
      'shop/a (sigsentry): no change (credentials + "file secrets/a") was reviewed, now it would be no change (credentials + "file secrets/b")',
    );
  });

  it("says why a stack cannot be planned any more, instead of asking for a new plan", () => {
    const failed = report("plan", [stack([], { name: "shop", errors: ["The passphrase is another one."] })]);
    expect(() => refuseOtherPlan(plan(days(60)), failed)).toThrow(
      "What was reviewed cannot be done. Nothing was done.\n  shop: The passphrase is another one.",
    );
    const wrong = plan({ ...days(60), id: "rc_2", error: "is wrong" });
    expect(() => refuseOtherPlan(plan(days(60)), wrong)).toThrow("  shop/a (sigsentry): is wrong");
  });

  it("says how the deletion of what no file declares is confirmed", () => {
    const removed = connection({ name: "b", change: "delete" });
    const left = { name: "shop", notes: ["`--prune` deletes them."] };
    const { file: _, ...undeclared } = stack([], left);
    expect(() => refuseOtherPlan(plan(removed), report("plan", [undeclared]))).toThrow(
      "now it would be nothing\n  shop: `--prune` deletes them.\n",
    );
  });
});
