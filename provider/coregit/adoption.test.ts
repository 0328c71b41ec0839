import { describe, expect, it } from "vitest";
import {
  always,
  declared,
  failureOf,
  LIST,
  sha256,
  TOKEN,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import { PartialFailure, type Properties } from "../contract";
import { tellsWait } from "../http/waiting";

const { emulator, lifecycle, checked, held, requests, said, fault, inDashboard } = useEmulator();

const { accessToken: _, ...keepingToken } = declared;

async function adopt(news: Properties) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "ci");
  return { id, state, inputs };
}

const changed = (id: string, state: Properties, inputs: Properties) =>
  byField(lifecycle().diff(id, state, inputs, "ci")).changed;

describe("adoption", () => {
  it("sends nothing when nothing differs, and the token that it has stays", async () => {
    const existing = await inDashboard({ accessToken: "gho_theirs", externalUsername: "bob" });
    const before = await held();
    const { id, state, inputs } = await adopt({ ...keepingToken, adopt: existing });
    expect(id).toBe(existing);
    expect(await requests()).toEqual(["GET /connections"]);
    expect(await held()).toEqual(before);
    expect(state).toEqual({
      ...keepingToken,
      accessTokenVersion: 1,
      verify: false,
      deletionProtection: false,
      externalUsername: "bob",
      createdAt: before[0]?.createdAt,
      updatedAt: before[0]?.updatedAt,
      seenByKeys: [expect.stringMatching(/^[\w-]{16}$/)],
    });
    expect(changed(id, state, checked({ ...keepingToken, adopt: existing }, inputs))).toEqual([]);
    expect((await lifecycle().read(id, state))?.state).toEqual(state);
    expect(said).toEqual([]);
  });

  it.each<[string, Properties]>([
    ["deletionProtection", { deletionProtection: true }],
    ["accessTokenVersion", { accessTokenVersion: 7 }],
  ])("sends nothing for what is recorded only: %s", async (_, fields) => {
    const existing = await inDashboard();
    const { state } = await adopt({ ...keepingToken, ...fields, adopt: existing });
    expect(await requests()).toEqual(["GET /connections"]);
    expect(state).toMatchObject(fields);
  });

  it("sends only what differs", async () => {
    const existing = await inDashboard({ label: "theirs", accessToken: "gho_theirs" });
    const { id, state, inputs } = await adopt({ ...keepingToken, adopt: existing });
    expect(await requests()).toEqual(["GET /connections", "PATCH /connections/ID label", "GET /connections"]);
    expect(await held()).toMatchObject([{ label: "CI", tokenSha256: sha256("gho_theirs") }]);
    expect(changed(id, state, inputs)).toEqual([]);
  });

  it("sends a token that is declared, whatever the service holds, and says whose it is", async () => {
    const account = { provider: "github" as const, token: TOKEN, username: "alice" };
    await emulator().control.coregit.seedHostAccount(account);
    const existing = await inDashboard({ externalUsername: "bob" });
    const { state } = await adopt({ ...declared, adopt: existing });
    expect(await requests()).toEqual([
      "GET /connections",
      "PATCH /connections/ID access_token",
      "GET /connections",
    ]);
    expect(await held()).toMatchObject([{ tokenSha256: sha256(TOKEN) }]);
    expect(state).toMatchObject({ accessToken: TOKEN, externalUsername: "alice" });
    expect(said).toEqual([`${existing}: its token belongs to alice now, and belonged to bob before.`]);
  });

  it("takes a token up later, and lets go of it, which sends nothing", async () => {
    const existing = await inDashboard();
    const { id, state, inputs } = await adopt({ ...keepingToken, adopt: existing });
    const next = checked({ ...declared, adopt: existing }, inputs);
    expect(changed(id, state, next)).toEqual(["accessToken"]);
    const with_ = await lifecycle().update(id, state, next);
    expect(await held()).toMatchObject([{ tokenSha256: sha256(TOKEN) }]);
    await requests();

    const without = checked({ ...keepingToken, adopt: existing }, next);
    const after = await lifecycle().update(id, with_, without);
    expect(await requests()).toEqual([]);
    expect(JSON.stringify(after)).not.toContain(TOKEN);
    expect(changed(id, after, without)).toEqual([]);
  });

  it("needs its line no longer once it is done", async () => {
    const existing = await inDashboard();
    const { id, state, inputs } = await adopt({ ...keepingToken, adopt: existing });
    expect(state).not.toHaveProperty("adopt");
    expect(changed(id, state, checked(keepingToken, inputs))).toEqual([]);
  });

  it("is in the way of another connection with the same label, unless that is asked for", async () => {
    const existing = await inDashboard();
    const one = lifecycle();
    const adopting = one.check({ ...keepingToken, adopt: existing }, {}, "adopting").inputs;
    const { message } = await failureOf(one.create(one.check(declared, {}, "new").inputs, "new"));
    expect(message).toContain("Another resource of this program stands for it.");
    const beside = one.check({ ...declared, allowDuplicate: true }, {}, "new").inputs;
    const made = await one.create(beside, "new");
    const adopted = await one.create(adopting, "adopting");
    expect((await held()).map(({ id }) => id)).toEqual([adopted.id, made.id]);
  });

  it("shares one list among many", async () => {
    const ids = [await inDashboard(), await inDashboard(), await inDashboard()];
    const one = lifecycle();
    const adopting = ids.map(async (id, index) => {
      const { inputs } = one.check({ ...keepingToken, adopt: id }, {}, `r${index}`);
      return one.create(inputs, `r${index}`);
    });
    expect((await Promise.all(adopting)).map(({ id }) => id)).toEqual(ids);
    expect(await requests()).toEqual(["GET /connections"]);
  });

  it("records a label without what a terminal obeys also when it is not known whether its update was carried out", async () => {
    const existing = await inDashboard({ label: "x\u001b[2J\u202e##[command]" });
    await fault(always({ method: "PATCH" }), { kind: "drop", when: "after" });
    const inputs = checked({ ...declared, adopt: existing });
    const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).create(inputs, "ci"));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.state.label).toBe("x[hidden][2J[hidden][hidden]command]");
  });

  it("is finished by the next update when it is not known whether its own was carried out", async () => {
    const existing = await inDashboard({ label: "theirs" });
    await fault(always({ method: "PATCH" }), { kind: "drop", when: "after" });
    const inputs = checked({ ...declared, adopt: existing });
    const failure = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).create(inputs, "ci"));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure).toMatchObject({
      id: existing,
      state: { label: "theirs", accessToken: TOKEN, unconfirmed: ["label", "accessToken"] },
    });
    await emulator().control.clearFaults();
    await requests();
    await lifecycle().update(existing, failure.state, inputs);
    expect(await requests()).toEqual(["PATCH /connections/ID access_token,label", "GET /connections"]);
  });
});

it("waits for a connection that was just made, and for it to be known to the update", async () => {
  await emulator().control.coregit.changeSettings({ listLagMs: 30_000, lookupLagMs: 60_000 });
  const existing = await inDashboard({ label: "by hand" });
  await requests();
  expect(await adopt({ ...declared, adopt: existing })).toMatchObject({ id: existing });
  expect(await held()).toMatchObject([{ id: existing, label: "CI", tokenSha256: sha256(TOKEN) }]);
  expect(said).toEqual([
    expect.stringContaining("Looking for it, for up to 90 s"),
    `${existing}: Coregit does not know the connection yet, which was just made. Sending its update again, for up to 90 s.`,
  ]);
  expect(said.every(tellsWait)).toBe(true);
});

describe("adoption is refused", () => {
  const refusal = async (news: Properties) =>
    (await failureOf(lifecycle().create(checked(news), "ci"))).message;

  it("of what does not exist, and what does is named, with its label and user", async () => {
    const existing = await inDashboard({ label: "their CI", externalUsername: "bob" });
    await inDashboard({ provider: "gitlab" });
    const [stored] = await held();
    expect(await refusal({ ...keepingToken, adopt: "wrong" })).toBe(
      `adopt: this organisation has no connection wrong. Its connections to github: ${existing} ("their CI", bob, made ${stored?.createdAt}).`,
    );
    const sent = await requests();
    expect(sent.at(-1)).toBe("POST /connections/ID/test");
    expect(new Set(sent.slice(0, -1)), "looked for while it may not be listed yet").toEqual(
      new Set(["GET /connections"]),
    );
    expect(said).toEqual([
      "adopt: Coregit does not list connection wrong. Looking for it, for up to 90 s, since one that was just made may not be listed yet.",
    ]);
  });

  it("of what does not exist, at once where nothing lags", async () => {
    const { message } = await failureOf(
      lifecycle({ listLagMs: 0 }).create(checked({ ...keepingToken, adopt: "wrong" }), "ci"),
    );
    expect(message).toMatch(/^adopt: this organisation has no connection wrong\./);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  });

  it("of what does not exist, where nothing like it does", async () => {
    await inDashboard({ provider: "gitlab" });
    expect(await refusal({ ...keepingToken, adopt: "wrong" })).toBe(
      "adopt: this organisation has no connection wrong. It has none to github: check coregit:apiKey, or remove adopt to make one.",
    );
  });

  it("of what does not exist, and no more than ten of those that do are named", async () => {
    for (let i = 0; i < 12; i++) await inDashboard({ label: `CI ${i}` });
    const message = await refusal({ ...keepingToken, adopt: "wrong" });
    expect(message.match(/"CI \d+"/g)).toHaveLength(10);
    expect(message).toMatch(/; and 2 more\.$/);
  });

  it("of what does not exist, with names that are no longer than fits, and that no terminal would obey", async () => {
    await inDashboard({ label: `\u001b[2J\u202e${"x".repeat(5_000)}`, externalUsername: "\u0007\nbob" });
    const message = await refusal({ ...keepingToken, adopt: "wrong" });
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(500);
  });

  it("of what does not exist, also where another one cannot be read", async () => {
    const own = { id: "a1", provider: "github", label: "x" };
    const odd = [{ id: "a2", provider: "gitea", label: "x" }, { label: "no id" }];
    await fault(always(LIST), { kind: "json", body: { connections: [...odd, own] } });
    expect(await refusal({ ...keepingToken, adopt: "wrong" })).toBe(
      'adopt: this organisation has no connection wrong. Its connections to github: a1 ("x").',
    );
  });

  it("of what exists and is not listed yet: the list alone knows its label", async () => {
    await emulator().control.coregit.changeSettings({ listLagMs: 600_000, lookupLagMs: 0 });
    const existing = await inDashboard();
    expect(await refusal({ ...declared, adopt: existing })).toBe(
      `adopt: connection ${existing} exists, but Coregit does not list it yet. Run the same command again in a minute; nothing was changed.`,
    );
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000, lookupLagMs: null });
    await emulator().control.advanceClock(120_000);
    expect(await adopt({ ...declared, adopt: existing })).toMatchObject({ id: existing });
  });

  it("of another organisation's, as of what does not exist", async () => {
    const { id: organisationId } = await emulator().control.coregit.seedOrganisation();
    const theirs = await inDashboard({ organisationId });
    expect(await refusal({ ...declared, adopt: theirs })).toMatch(
      /^adopt: this organisation has no connection/,
    );
  });

  it("of one to another code host", async () => {
    const existing = await inDashboard({ provider: "gitlab" });
    expect(await refusal({ ...keepingToken, adopt: existing })).toBe(
      `adopt: connection ${existing} is one to gitlab, and github is declared. Correct provider or the id; nothing was changed.`,
    );
    expect(await requests()).toEqual(["GET /connections"]);
  });

  it("of one whose record cannot be read", async () => {
    await fault(LIST, { kind: "json", body: { connections: [{ id: "a1", provider: "gitea" }] } });
    expect(await refusal({ ...keepingToken, adopt: "a1" })).toMatch(
      /form this version .* \(provider "gitea", label\)/,
    );
  });

  it("where the list cannot be read", async () => {
    await fault(always(LIST), { kind: "html", status: 404 });
    expect(await refusal({ ...keepingToken, adopt: "a1" })).toMatch(/Check coregit:baseUrl/);
  });

  it("of one that the program adopts twice", () => {
    const one = lifecycle();
    const news = { ...keepingToken, adopt: "a1" };
    expect(one.check(news, {}, "first").problems).toEqual([]);
    expect(one.check(news, {}, "first").problems, "the same resource again").toEqual([]);
    expect(one.check(news, {}, "second").problems).toEqual([
      { path: "adopt", message: expect.stringMatching(/^names a1, which another resource/) },
    ]);
  });

  it("of none where the resources cannot be told apart, or adopt nothing", async () => {
    const { id, state, inputs } = await adopt(declared);
    const one = lifecycle();
    const news = { ...keepingToken, adopt: "a1" };
    expect(one.check(news, {}, undefined).problems).toEqual([]);
    expect(one.check(news, {}, "first").problems).toEqual([]);
    expect(one.check(news, {}, undefined).problems).toEqual([]);
    for (const name of ["second", "third"]) expect(one.check(declared, {}, name).problems).toEqual([]);
    for (const name of [undefined, "ci"])
      expect(byField(one.diff(id, state, inputs, name)).changed).toEqual([]);
  });

  it("of one that another resource manages, whichever comes first", async () => {
    const { id, state, inputs } = await adopt(declared);
    const news = { ...keepingToken, adopt: id };
    const first = lifecycle();
    first.check(declared, inputs, "ci");
    first.diff(id, state, inputs, "ci");
    expect(first.check(news, {}, "second").problems.map(({ path }) => path)).toEqual(["adopt"]);

    const second = lifecycle();
    second.check(news, {}, "second");
    second.check(declared, inputs, "ci");
    expect(() => second.diff(id, state, inputs, "ci")).toThrow(
      `Connection ${id} is managed by this resource, and another resource of this program stands for it too`,
    );
  });

  it("of one that another resource has just made", async () => {
    const one = lifecycle();
    const { id } = await one.create(one.check(declared, {}, "first").inputs, "first");
    const { problems } = one.check({ ...keepingToken, adopt: id }, {}, "second");
    expect(problems.map(({ path }) => path)).toEqual(["adopt"]);
  });
});

it("is let go by a resource that was renamed: what the program declares no more is in nobody's way", async () => {
  const { id, state, inputs } = await adopt(declared);
  const one = lifecycle();
  one.diff(id, state, inputs, "ci");
  const { inputs: renamed, problems } = one.check({ ...declared, adopt: id }, {}, "renamed");
  expect(problems).toEqual([]);
  expect(byField(one.diff(id, state, renamed, "renamed")).changed).toEqual([]);
});

it("may be deleted by the resource that manages it, however often that was compared", async () => {
  const { id, state, inputs } = await adopt(declared);
  const one = lifecycle();
  one.diff(id, state, inputs, "ci");
  expect(byField(one.diff(id, state, inputs, "ci")).changed).toEqual([]);
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
