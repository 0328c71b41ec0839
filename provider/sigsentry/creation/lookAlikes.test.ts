import { describe, expect, it } from "vitest";
import type { ConnectionSeed } from "../../../emulator/sigsentry/seeds";
import { byField } from "../../../test/support/difference";
import { declared, failureOf, useEmulator } from "../../../test/support/sigsentry/useEmulator";
import type { Properties } from "../../contract";
import { replacementOf } from "../../core/identity";

const { emulator, lifecycle, elsewhere, checked, held, requests } = useEmulator();

const ONE = { ...declared, repositories: ["acme/web"], serviceMappings: [] };

/** Makes a connection as somebody else would, in the dashboard. */
async function inDashboard(fields: Partial<ConnectionSeed> = {}): Promise<string> {
  const { projectId } = emulator();
  const seed = { projectId, platform: "github" as const, repositories: ["acme/payments", "acme/ledger"] };
  return (await emulator().control.sigsentry.seedConnection({ ...seed, ...fields })).id;
}

const create = (fields: Properties = {}, identity = "payments") =>
  lifecycle().create(checked({ ...declared, ...fields }), identity);

describe("a connection of the same look", () => {
  it("is named, with what to do, and nothing is sent", async () => {
    const id = await inDashboard();
    const [stored] = await held();
    expect((await failureOf(create())).message).toBe(
      `There is already a connection to github for acme/ledger, acme/payments: ${id} (made ${stored?.createdAt}). To manage it with this resource, declare adopt: "${id}"; if this resource was renamed, use Pulumi's aliases; to have another one beside it, declare allowDuplicate: true. Nothing was created.`,
    );
    expect(await requests()).toEqual(["GET /repos"]);
  });

  it("may be one of many, of which ten are named", async () => {
    for (let i = 0; i < 12; i++) await inDashboard();
    const { message } = await failureOf(create());
    expect(message).toMatch(/^There are already 12 connections to github for .*; and 2 more\. To manage/);
  });

  it("is what an earlier run made on another machine, whatever else is declared by now", async () => {
    const { id } = await elsewhere().create(checked(declared), "payments");
    for (const fields of [{}, { credentials: { token: "ghp_othertoken" } }, { lookbackDays: 7 }])
      expect((await failureOf(create(fields))).message).toContain(`declare adopt: "${id}"`);
    expect(await held()).toHaveLength(1);
  });

  it("can be adopted as the error says, or another one made beside it, which no state records", async () => {
    const id = await inDashboard();
    await failureOf(create());
    expect(await create({ adopt: id })).toMatchObject({ id });
    const { id: another, state } = await create({ allowDuplicate: true }, "another");
    expect((await held()).map((each) => each.id)).toEqual([id, another]);
    expect(state).not.toHaveProperty("allowDuplicate");
    expect(byField(lifecycle().diff(another, state, checked(declared), "another")).changed).toEqual([]);
  });

  it("differs at GitHub not by case; elsewhere it does", async () => {
    await inDashboard({ repositories: ["ACME/Payments", "acme/LEDGER"] });
    expect((await failureOf(create())).message).toMatch(/^There is already/);
    await inDashboard({ platform: "gitlab", repositories: ["ACME/web"] });
    const gitlab = { ...ONE, platform: "gitlab", credentials: { token: "glpat-plantedtoken" } };
    await create(gitlab, "gitlab");
    expect(await held()).toHaveLength(3);
  });

  it("is none to another platform, for other repositories, in another project, or of an unknown form", async () => {
    await inDashboard({ platform: "gitlab" });
    await inDashboard({ repositories: ["acme/payments"] });
    await inDashboard({ repositories: ["acme/payments", "acme/ledger", "acme/web"] });
    const { id: projectId } = await emulator().control.sigsentry.seedProject();
    await inDashboard({ projectId });
    const { id } = await create();
    expect(await held()).toContainEqual(expect.objectContaining({ id }));
  });
});

describe("two resources of one program", () => {
  it("may have one look only where that is asked for, together or one after the other", async () => {
    const one = lifecycle();
    const outcomes = await Promise.allSettled(
      ["first", "second"].map((name) => one.create(checked(ONE), name)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const [first] = await held();
    const words = `There is already a connection to github for acme/web: ${first?.id}`;
    expect(String(Object(outcomes[1]).reason)).toContain(words);
    expect((await failureOf(lifecycle().create(checked(ONE), "second"))).message).toContain(words);

    await one.create(checked({ ...ONE, allowDuplicate: true }), "second");
    expect(await held()).toHaveLength(2);
  });

  it("are told that one of them manages it, where that is known", async () => {
    const one = lifecycle();
    for (const name of ["first", "second"]) one.check(ONE, {}, name);
    const { id } = await one.create(checked(ONE), "first");
    expect((await failureOf(one.create(checked(ONE), "second"))).message).toMatch(
      new RegExp(
        `${id} \\(made .*\\)\\. Another resource of this program manages it: if that was renamed to this one, use Pulumi's aliases \\(in a file: renamedFrom\\); to have this one beside it, declare allowDuplicate: true\\. Nothing was created\\.$`,
      ),
    );
  });

  it("do not wait for each other's failures", async () => {
    const match = { method: "POST" };
    await emulator().control.addFault({ match, effect: { kind: "status", status: 403, code: "FORBIDDEN" } });
    const one = lifecycle();
    const outcomes = await Promise.allSettled(
      ["first", "second"].map((name) => one.create(checked(ONE), name)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});

describe("a replacement", () => {
  it("is not stopped by what was deleted, though the list was read before that", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    await one.create(checked(ONE), "another");
    await one.delete(id, state);
    const again = await one.create(checked(declared), "payments");
    expect(again.id).not.toBe(id);
  });

  it("is not stopped by the connection that it replaces, which is deleted after it", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    one.check(declared, {}, "payments");
    one.diff(id, state, checked({ ...declared, lookbackDays: 7 }), "payments");
    await one.create(checked({ ...declared, lookbackDays: 7 }), replacementOf("payments"));
    expect(await held()).toHaveLength(2);
    expect((await failureOf(one.create(checked(declared), "other"))).message).toMatch(/^There are already 2/);
  });

  it("is stopped by it where the engine asks for it without comparing, which tells nobody which one that is", async () => {
    const { id } = await create();
    const one = lifecycle();
    one.check(declared, {}, "payments");
    const { message } = await failureOf(one.create(checked(declared), replacementOf("payments")));
    expect(message).toContain(`declare adopt: "${id}". If it is the one that \`--replace\` is to replace`);
    await one.create(checked({ ...declared, allowDuplicate: true }), replacementOf("payments"));
    expect(await held()).toHaveLength(2);
  });

  it("is stopped by one that exists when it is made for the first time", async () => {
    await inDashboard();
    const one = lifecycle();
    one.check(declared, {}, "payments");
    await failureOf(one.create(checked(declared), replacementOf("payments")));
    expect(await held()).toHaveLength(1);
  });
});
