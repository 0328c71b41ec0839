import { describe, expect, it } from "vitest";
import { byField } from "../../test/support/difference";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../test/support/sigsentry/useEmulator";
import { PartialFailure, type Properties } from "../contract";

const { emulator, lifecycle, checked, held, requests } = useEmulator();

const { credentials: _, ...keepingCredentials } = declared;

/** A connection as somebody made it in the dashboard: with an OAuth grant, and like `declared` but for `fields`. */
async function inDashboard(fields: { lookbackDays?: number; platform?: "github" | "gitlab" } = {}) {
  const { id } = await emulator().control.sigsentry.seedConnection({
    projectId: emulator().projectId,
    platform: "github",
    repositories: ["acme/payments", "acme/ledger"],
    serviceMappings: [
      { serviceName: "api", repo: "acme/payments", pathPrefix: "src", defaultBranch: "main" },
    ],
    ...fields,
  });
  return id;
}

async function adopt(news: Properties) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "payments");
  return { id, state, inputs };
}

const changed = (id: string, state: Properties, inputs: Properties) =>
  byField(lifecycle().diff(id, state, inputs, "payments")).changed;

describe("adoption", () => {
  it("sends nothing when nothing differs, and an OAuth grant stays", async () => {
    const existing = await inDashboard();
    const { id, state, inputs } = await adopt({ ...keepingCredentials, adopt: existing });
    expect(id).toBe(existing);
    expect(await requests()).toEqual(["GET /repos"]);
    expect(await held()).toMatchObject([{ id: existing, auth: "oauth" }]);
    expect(changed(id, state, checked({ ...keepingCredentials, adopt: existing }, inputs))).toEqual([]);
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toEqual(state);
  });

  it("sends only what differs", async () => {
    const existing = await inDashboard({ lookbackDays: 7 });
    const { id, state, inputs } = await adopt({ ...keepingCredentials, adopt: existing });
    expect(await requests()).toEqual(["GET /repos", "PUT /repos/ID lookbackDays", "GET /repos"]);
    expect(await held()).toMatchObject([{ auth: "oauth", lookbackDays: 30 }]);
    expect(changed(id, state, inputs)).toEqual([]);
  });

  it("sends credentials that are declared, whatever the service holds", async () => {
    const existing = await inDashboard();
    await adopt({ ...declared, adopt: existing });
    expect(await requests()).toEqual([
      "GET /repos",
      "PUT /repos/ID credentials",
      "DELETE /repos/ID/cache",
      "GET /repos",
    ]);
    expect(await held()).toMatchObject([{ auth: "token", credentialsSha256: sha256(TOKEN) }]);
  });

  it("takes credentials up later, and lets go of them, which sends nothing", async () => {
    const existing = await inDashboard();
    const { id, state, inputs } = await adopt({ ...keepingCredentials, adopt: existing });
    const next = checked({ ...declared, adopt: existing }, inputs);
    expect(changed(id, state, next)).toEqual(["credentials"]);
    const with_ = await lifecycle().update(id, state, next);
    expect(await held()).toMatchObject([{ auth: "token" }]);
    await requests();

    const without = checked({ ...keepingCredentials, adopt: existing }, next);
    const after = await lifecycle().update(id, with_, without);
    expect(await requests()).toEqual([]);
    expect(after).not.toHaveProperty("credentials");
    expect(changed(id, after, without)).toEqual([]);
  });

  it("needs its line no longer once it is done", async () => {
    const existing = await inDashboard();
    const { id, state, inputs } = await adopt({ ...keepingCredentials, adopt: existing });
    expect(changed(id, state, checked(keepingCredentials, inputs))).toEqual([]);
  });

  it("does not do without credentials for a new connection", () => {
    const { problems } = lifecycle().check(keepingCredentials, {}, "payments");
    expect(problems.map(({ path }) => path)).toEqual(["credentials"]);
  });

  it("shares one list among many", async () => {
    const ids = [await inDashboard(), await inDashboard(), await inDashboard()];
    const one = lifecycle();
    const adopting = ids.map(async (id, index) => {
      const { inputs } = one.check({ ...keepingCredentials, adopt: id }, {}, `r${index}`);
      return one.create(inputs, `r${index}`);
    });
    expect((await Promise.all(adopting)).map(({ id }) => id)).toEqual(ids);
    expect(await requests()).toEqual(["GET /repos"]);
  });

  it("is finished by the next update when its cache could not be purged", async () => {
    const existing = await inDashboard();
    const effect = { kind: "status", status: 403, code: "FORBIDDEN" } as const;
    await emulator().control.addFault({ match: { path: "**/cache" }, effect });
    const inputs = checked({ ...declared, adopt: existing });
    const failure = await failureOf(lifecycle().create(inputs, "payments"));
    if (!(failure instanceof PartialFailure)) throw failure;
    await requests();
    await lifecycle().update(failure.id, failure.state, checked({ ...declared, adopt: existing }, inputs));
    expect(await requests()).toEqual(["DELETE /repos/ID/cache"]);
  });
});

it("records its project also when it is not known whether its update was carried out", async () => {
  const existing = await inDashboard({ lookbackDays: 7 });
  const match = { method: "PUT", times: "always" as const };
  await emulator().control.addFault({ match, effect: { kind: "drop", when: "after" } });
  const { projectId } = emulator();
  const inputs = checked({ ...keepingCredentials, adopt: existing, projectId });
  const failure = await failureOf(lifecycle().create(inputs, "payments"));
  expect(failure).toMatchObject({ id: existing, state: { projectId, unconfirmed: ["lookbackDays"] } });
});

it("records names without what a terminal obeys also when it is not known whether its update was carried out", async () => {
  const { projectId, control } = emulator();
  const { id: existing } = await control.sigsentry.seedConnection({
    ...{ projectId, platform: "github" as const, repositories: ["acme/payments"] },
    listedAs: { repositories: ["acme/x\u001b[2J\u202etxt", "acme/<{%reset%}>"] },
  });
  await control.addFault({
    match: { method: "PUT", times: "always" },
    effect: { kind: "drop", when: "after" },
  });
  const failure = await failureOf(
    lifecycle().create(checked({ ...keepingCredentials, adopt: existing }), "payments"),
  );
  if (!(failure instanceof PartialFailure)) throw failure;
  expect(failure.state.repositories).toEqual(["acme/[hidden]reset[hidden]", "acme/x[hidden][2J[hidden]txt"]);
});

describe("adoption is refused", () => {
  const refusal = async (news: Properties) =>
    (await failureOf(lifecycle().create(checked(news), "payments"))).message;

  it("of what does not exist, and what does is named", async () => {
    const existing = await inDashboard();
    await inDashboard({ platform: "gitlab" });
    expect(await refusal({ ...keepingCredentials, adopt: "rc_wrong" })).toBe(
      `adopt: this project has no connection rc_wrong. Its connections to github: ${existing} (acme/payments, acme/ledger).`,
    );
    expect(await requests()).toEqual(["GET /repos"]);
  });

  it("of what does not exist, where nothing like it does", async () => {
    expect(await refusal({ ...keepingCredentials, adopt: "rc_wrong" })).toBe(
      "adopt: this project has no connection rc_wrong. It has none to github: check projectId, or remove adopt to make one.",
    );
  });

  it("of what does not exist, and no more than ten of those that do are named", async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 12; i++) ids.add(await inDashboard());
    const message = await refusal({ ...keepingCredentials, adopt: "rc_wrong" });
    const [first, ...others] = message.split(" (acme/payments, acme/ledger); ");
    expect(others).toHaveLength(10);
    expect(others.at(-1)).toBe("and 2 more.");
    const named = [first?.split(" ").at(-1) ?? "", ...others.slice(0, -1)];
    expect(named.filter((id) => ids.has(id))).toHaveLength(10);
  });

  it("of what does not exist, also where another one cannot be read", async () => {
    const own = { id: "rc_1", platform: "github", repositories: ["acme/x"] };
    const body = { success: true, data: [{ id: "rc_2", platform: "new" }, own] };
    const rule = { match: { method: "GET", times: "always" as const } };
    await emulator().control.addFault({ ...rule, effect: { kind: "json", body } });
    expect(await refusal({ ...keepingCredentials, adopt: "rc_wrong" })).toContain(
      "Its connections to github: rc_1 (acme/x).",
    );
  });

  it("of another platform's", async () => {
    const existing = await inDashboard({ platform: "gitlab" });
    expect(await refusal({ ...keepingCredentials, adopt: existing })).toMatch(
      `adopt: connection ${existing} is one to gitlab, and github is declared.`,
    );
    expect(await requests()).toEqual(["GET /repos"]);
  });

  it("of one that the program adopts twice", async () => {
    const one = lifecycle();
    const news = { ...keepingCredentials, adopt: "rc_1" };
    expect(one.check(news, {}, "first").problems).toEqual([]);
    expect(one.check(news, {}, "first").problems, "the same resource again").toEqual([]);
    expect(one.check(news, {}, "second").problems).toEqual([
      { path: "adopt", message: expect.stringMatching(/^names rc_1, which another resource/) },
    ]);
  });

  it("of none where the resources cannot be told apart, or adopt nothing", async () => {
    const { id, state, inputs } = await adopt(declared);
    const one = lifecycle();
    const news = { ...keepingCredentials, adopt: "rc_1" };
    expect(one.check(news, {}, undefined).problems).toEqual([]);
    expect(one.check(news, {}, "first").problems).toEqual([]);
    expect(one.check(news, {}, undefined).problems).toEqual([]);
    for (const name of ["second", "third"]) expect(one.check(declared, {}, name).problems).toEqual([]);
    for (const name of [undefined, "payments"]) {
      expect(byField(one.diff(id, state, inputs, name)).changed).toEqual([]);
    }
  });

  it("of one that another resource manages, whichever comes first", async () => {
    const { id, state, inputs } = await adopt(declared);
    const news = { ...keepingCredentials, adopt: id };
    const first = lifecycle();
    first.check(declared, {}, "payments");
    first.diff(id, state, inputs, "payments");
    expect(first.check(news, {}, "second").problems.map(({ path }) => path)).toEqual(["adopt"]);

    const second = lifecycle();
    second.check(news, {}, "second");
    second.check(declared, {}, "payments");
    expect(() => second.diff(id, state, inputs, "payments")).toThrow(
      `Connection ${id} is managed by this resource, and another resource of this program stands for it too (it names it in adopt)`,
    );
  });
});

it("is no claim of an earlier name of the same resource, which a refresh compares before the program is known", async () => {
  const { id, state, inputs } = await adopt(declared);
  const one = lifecycle();
  one.diff(id, state, inputs, "earlier name");
  expect(one.check({ ...declared, adopt: id }, inputs, "payments").problems).toEqual([]);
  expect(byField(one.diff(id, state, inputs, "payments")).changed).toEqual([]);
});

it("may be deleted by the resource that manages it, however often that was compared", async () => {
  const { id, state, inputs } = await adopt(declared);
  const one = lifecycle();
  one.diff(id, state, inputs, "payments");
  expect(byField(one.diff(id, state, inputs, "payments")).changed).toEqual([]);
  await one.delete(id, state);
  expect(await held()).toEqual([]);
});

it("does not delete what another resource has adopted and manages by now", async () => {
  const { id, state } = await adopt(declared);
  const one = lifecycle();
  const { inputs } = one.check({ ...declared, adopt: id }, {}, "renamed");
  one.diff(id, state, inputs, "renamed");
  expect((await failureOf(one.delete(id, state))).message).toMatch(/names it in adopt/);
  expect(await held()).toHaveLength(1);
});

it("does not delete what a renamed resource has adopted", async () => {
  const { id, state } = await adopt(declared);
  const one = lifecycle();
  one.check({ ...declared, adopt: id }, {}, "renamed");
  expect((await failureOf(one.delete(id, state))).message).toMatch(/use Pulumi's aliases/);
  expect(await held()).toHaveLength(1);
});
