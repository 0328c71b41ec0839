import { describe, expect, it } from "vitest";
import {
  always,
  CREATE,
  declared,
  failureOf,
  LIST,
  sha256,
  TOKEN,
  useEmulator,
} from "../../../test/support/coregit/useEmulator";
import { byField } from "../../../test/support/difference";

const { emulator, lifecycle, checked, held, requests, fault, said, inDashboard, attempts, letReadsCatchUp } =
  useEmulator();

const ONCE = ["GET /connections", "POST /connections access_token,label,provider", "GET /connections"];

const create = (fields = {}, identity = "ci") =>
  lifecycle().create(checked({ ...declared, ...fields }), identity);

describe("create", () => {
  it("takes one creation and two lists, and the times from the list", async () => {
    const { id, state } = await create();
    expect(await requests()).toEqual(ONCE);
    const [stored] = await held();
    expect(stored).toMatchObject({ id, provider: "github", label: "CI", tokenSha256: sha256(TOKEN) });
    expect(state).toEqual({
      ...checked(declared),
      externalUsername: stored?.externalUsername,
      createdAt: stored?.createdAt,
      updatedAt: stored?.updatedAt,
      accessTokenChangedAt: expect.any(String),
      seenByKeys: [expect.stringMatching(/^[\w-]{16}$/)],
    });
  });

  it("is no difference from what was declared, not even after a refresh", async () => {
    const { id, state } = await create();
    expect(byField(lifecycle().diff(id, state, checked(declared), "ci")).changed).toEqual([]);
    expect(await lifecycle().read(id, state)).toEqual({ id, state, inputs: checked(declared) });
  });

  it("does without the times where the list lags, until the next refresh", async () => {
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    const { id, state } = await create();
    expect(state).toMatchObject({ externalUsername: expect.stringMatching(/^user-/) });
    for (const time of ["createdAt", "updatedAt", "lastSyncedAt"]) expect(state).not.toHaveProperty(time);
    await emulator().control.advanceClock(60_001);
    const [stored] = await held();
    expect((await lifecycle().read(id, state))?.state).toEqual({
      ...state,
      createdAt: stored?.createdAt,
      updatedAt: stored?.updatedAt,
    });
  });

  it("does not fail when only the list after it does", async () => {
    await fault({ ...LIST, nth: 2 }, { kind: "status", status: 403, code: "FORBIDDEN" });
    const { id, state } = await create();
    expect(await held()).toMatchObject([{ id }]);
    expect(state).not.toHaveProperty("createdAt");
  });

  it("records no user name where the service tells none", async () => {
    const account = { provider: "github" as const, token: TOKEN, username: null };
    await emulator().control.coregit.seedHostAccount(account);
    expect((await create()).state).not.toHaveProperty("externalUsername");
  });

  it("is not in the way of another label, another provider, or another organisation", async () => {
    await inDashboard({ label: "ci" });
    await inDashboard({ label: "CI " });
    await inDashboard({ provider: "gitlab" });
    const { id: organisationId } = await emulator().control.coregit.seedOrganisation();
    await inDashboard({ organisationId });
    const { id } = await create();
    expect(await requests()).toEqual(ONCE);
    expect((await held()).map((each) => each.id)).toContain(id);
  });

  it("is refused without a token, before anything is sent", async () => {
    const { accessToken: _, ...inputs } = checked(declared);
    expect((await failureOf(lifecycle().create(inputs, "ci"))).message).toBe(
      "accessToken: is missing; a new connection needs one.",
    );
    expect(await requests()).toEqual([]);
  });
});

describe("two resources of one program", () => {
  const beside = { ...declared, allowDuplicate: true };

  it("may have one label where that is asked for, also at the same time", async () => {
    const one = lifecycle();
    const inputs = checked(beside);
    const made = await Promise.all([one.create(inputs, "one"), one.create(inputs, "two")]);
    expect((await held()).map(({ id }) => id)).toEqual(made.map(({ id }) => id));
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
  });

  it("may have one label only where that is asked for, though the list does not show the first yet", async () => {
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    const one = lifecycle();
    const outcomes = await Promise.allSettled([
      one.create(checked(declared), "one"),
      one.create(checked(declared), "two"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const [first] = await held();
    expect(await failureOf(one.create(checked(declared), "two"))).toMatchObject({
      message: `There is already a connection to github labelled "CI": ${first?.id} ("CI"). Another resource of this program stands for it. If that was renamed to this one, use Pulumi's aliases (in a file: renamedFrom); if no state has it any more, declare adopt: "${first?.id}". To have another one beside it, choose another label or declare allowDuplicate: true. Nothing was created.`,
    });
    const second = await one.create(checked(beside), "two");
    expect((await held()).map(({ id }) => id)).toEqual([first?.id, second.id]);
  });

  it("are told of each connection of one label: what nobody stands for may be what a run elsewhere has made", async () => {
    const first = await create({}, "one");
    const made = await inDashboard();
    await letReadsCatchUp();
    const one = lifecycle({ attemptsFolder: undefined });
    await one.read(first.id, first.state);
    const { message } = await failureOf(one.create(checked(declared), "two"));
    expect(message).toContain(`${first.id} (`);
    expect(message).toContain("Another resource of this program stands for it.");
    expect(message).toContain(`declare adopt: "${made}"`);
    expect(await held()).toHaveLength(2);
  });

  it.each<[string, (one: ReturnType<typeof lifecycle>, id: string, state: object) => unknown]>([
    ["compared", (one, id, state) => one.diff(id, { ...state }, checked(declared), "one")],
    ["read", (one, id, state) => one.read(id, { ...state })],
    [
      "updated",
      (one, id, state) => one.update(id, { ...state }, { ...checked(declared), deletionProtection: true }),
    ],
  ])("may not have one label by default, and are told so at once, when the first was %s in this run", async (_, meet) => {
    const first = await create({}, "one");
    const one = lifecycle({ attemptsFolder: undefined });
    await meet(one, first.id, first.state);
    const { message } = await failureOf(one.create(checked(declared), "two"));
    expect(message).toContain("Another resource of this program stands for it.");
    expect(said).toEqual([]);
    expect(await held()).toMatchObject([{ id: first.id }]);
  });

  it("are told apart by what this machine has made before, where the first is no longer declared", async () => {
    const first = await create({}, "program one");
    await requests();
    const { message } = await failureOf(create({}, "program two"));
    expect(message).toContain(`declare adopt: "${first.id}"`);
    expect(message).toContain("use Pulumi's aliases (in a file: renamedFrom)");
    expect(await requests()).toEqual(["GET /connections"]);
    expect(await held()).toMatchObject([{ id: first.id }]);
  });

  it("may have one label one after the other", async () => {
    const first = await create({}, "program one");
    await lifecycle().delete(first.id, first.state);
    const second = await create({}, "program two");
    await emulator().control.coregit.deleteConnection(second.id);
    await letReadsCatchUp();
    const one = lifecycle();
    expect(await one.read(second.id, second.state)).toBeUndefined();
    const third = await one.create(checked(declared), "program three");
    expect(await held()).toMatchObject([{ id: third.id }]);
  });

  it("share lists when they are created together, whatever their labels", async () => {
    const one = lifecycle();
    const labels = ["a", "b", "c", "d", "e", "f"];
    await Promise.all(labels.map((label) => one.create(checked({ ...declared, label }), label)));
    const lists = (await requests()).filter((request) => request === "GET /connections");
    expect(await held()).toHaveLength(6);
    expect(lists.length).toBeLessThan(6);
  });

  it("do not wait for each other's failures", async () => {
    await fault(CREATE, { kind: "status", status: 400, message: "bad" });
    const one = lifecycle();
    const outcomes = await Promise.allSettled([
      one.create(checked(declared), "one"),
      one.create(checked(declared), "two"),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(await held()).toHaveLength(1);
  });
});

describe("a connection of the same label that no resource is known to manage", () => {
  it("is named, with what to do, and nothing is created", async () => {
    const id = await inDashboard({ externalUsername: "robot" });
    const [stored] = await held();
    const failure = await failureOf(create());
    expect(failure.message).toBe(
      `There is already a connection to github labelled "CI": ${id} ("CI", robot, made ${stored?.createdAt}). Many connections may have one label, so whether an earlier run of this program made it is not known. To manage it with this resource, declare adopt: "${id}". If this resource was renamed, use Pulumi's aliases. To have another one beside it, choose another label or declare allowDuplicate: true. Nothing was created.`,
    );
    const [first, ...more] = await requests();
    expect(first).toBe("GET /connections");
    expect(new Set(more), "it may just have been deleted").toEqual(new Set(["POST /connections/ID/test"]));
    expect(said).toEqual([
      "Coregit shows a connection that looks the same. Making sure that it was not just deleted, for up to 90 s, since what Coregit shows lags.",
    ]);
    expect(await held()).toHaveLength(1);
    expect(attempts()).toEqual(new Map());
  });

  it("is named at once where nothing lags", async () => {
    await inDashboard();
    const { message } = await failureOf(lifecycle({ listLagMs: 0 }).create(checked(declared), "ci"));
    expect(message).toMatch(/^There is already a connection to github labelled "CI"/);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test"]);
  });

  it("may be one of many, of which ten are named", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push(await inDashboard());
    const { message } = await failureOf(create());
    expect(message).toMatch(/^There are already 12 connections to github labelled "CI": .*; and 2 more\. /);
    expect(ids.filter((id) => message.includes(id))).toHaveLength(10);
    expect(await held()).toHaveLength(12);
  });

  it("is refused whoever's token it holds, and whether that is good", async () => {
    const account = { provider: "github" as const, token: "ghp_theirs", username: null, valid: false };
    await emulator().control.coregit.seedHostAccount(account);
    const id = await inDashboard({ accessToken: "ghp_theirs" });
    expect((await failureOf(create())).message).toContain(`adopt: "${id}"`);
  });

  it("can be adopted as the error says", async () => {
    const id = await inDashboard();
    await failureOf(create());
    expect(await create({ adopt: id })).toMatchObject({ id });
    expect(await held()).toMatchObject([{ id, tokenSha256: sha256(TOKEN) }]);
  });

  it("gets another one beside it where that is allowed, which no state records", async () => {
    const theirs = await inDashboard();
    const { id, state } = await create({ allowDuplicate: true });
    expect(await requests()).toEqual(ONCE);
    expect((await held()).map((each) => each.id)).toEqual([theirs, id]);
    expect(state).not.toHaveProperty("allowDuplicate");
    expect(byField(lifecycle().diff(id, state, checked(declared), "ci")).changed).toEqual([]);
  });

  it("counts for nothing when it was just deleted elsewhere, and neither the list nor a test knows yet", async () => {
    const ghost = await inDashboard();
    await emulator().control.advanceClock(120_000);
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    await emulator().control.coregit.deleteConnection(ghost);
    expect((await lifecycle().list()).listed).toMatchObject([{ id: ghost }]);
    await requests();
    const { id } = await create();
    expect((await requests()).filter((request) => !request.endsWith("/test"))).toEqual(ONCE);
    expect(await held()).toMatchObject([{ id }]);
  });

  it("counts for nothing at once when this machine has just deleted it", async () => {
    const { id: ghost, state } = await create();
    await emulator().control.advanceClock(120_000);
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    await lifecycle().delete(ghost, state);
    await requests();
    const { id } = await create();
    expect(await requests()).toEqual(ONCE);
    expect(await held()).toMatchObject([{ id }]);
    expect(id).not.toBe(ghost);
  });

  it("stops everything when it cannot be said whether it is there", async () => {
    await inDashboard();
    await fault(always({ path: "**/test" }), { kind: "html", status: 404 });
    expect((await failureOf(create())).message).toMatch(/Check coregit:baseUrl/);
    expect(await held()).toHaveLength(1);
  });

  it("may have a name that would be obeyed by a terminal, which is not shown", async () => {
    await inDashboard({ externalUsername: `\u001b[2J\u202e${"x".repeat(5_000)}` });
    const { message } = await failureOf(create());
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(1_000);
  });
});

describe("nothing is created", () => {
  it.each<[string, Parameters<typeof fault>[1], RegExp]>([
    ["cannot be read", { kind: "status", status: 403, code: "FORBIDDEN" }, /^Coregit answered 403/],
    ["is a page", { kind: "html", status: 200 }, /no answer of Coregit's API/],
    ["is none", { kind: "json", body: { connections: "none" } }, /could not be used/],
    [
      "holds what has no id that can be read",
      { kind: "json", body: { connections: [{ label: "CI" }, {}] } },
      /^Coregit lists 2 connection\(s\) without an id .* Nothing was created; try again/,
    ],
  ])("where the list before %s", async (_, effect, message) => {
    await fault(always(LIST), effect);
    expect((await failureOf(create())).message).toMatch(message);
    expect(new Set(await requests())).toEqual(new Set(["GET /connections"]));
  });

  it("where the user has cancelled before", async () => {
    const refused = lifecycle({ signal: AbortSignal.abort() }).create(checked(declared), "ci");
    expect((await failureOf(refused)).message).toMatch(/^Cancelled: .*Run the same command again\./);
    expect(await requests()).toEqual([]);
  });

  it.each([
    [400, "Correct what the service names"],
    [401, "Check coregit:apiKey"],
    [403, "what it is allowed to do, and what the plan includes"],
    [404, "check coregit:baseUrl"],
    [409, "Something else is changing"],
    [413, "shorten it"],
  ])("where the service refuses it with %i, and no attempt is remembered", async (status, advice) => {
    await fault(CREATE, { kind: "status", status, message: "No" });
    const failure = await failureOf(create());
    expect(failure.message).toMatch(/^Coregit answered \d+ INTERNAL_ERROR: No\. /);
    expect(failure.message).toContain(advice);
    expect(attempts()).toEqual(new Map());
    await requests();
    const { id } = await create();
    expect(await requests()).toEqual(ONCE);
    expect(await held()).toMatchObject([{ id }]);
  });

  it.each([
    ["is not accepted at its code host", "up", /401 Bad credentials .*If the token is right, the code/],
    ["cannot be checked: an outage of the code host", "down", /503 Service Unavailable .*If the token/],
    ["cannot be checked: too many requests", "rate-limited", /403 API rate limit exceeded .*If the/],
    [
      "cannot be checked: the code host is out of reach",
      "unreachable",
      /answered 400: the code host could not be reached \(fetch failed\)\. The token was not looked at: try/,
    ],
  ] as const)("where the token %s, and the next run creates at once", async (_, health, message) => {
    const account = { provider: "github" as const, token: TOKEN, username: "robot" };
    await emulator().control.coregit.seedHostAccount({ ...account, valid: health !== "up" });
    await emulator().control.coregit.changeSettings({ hosts: { github: health }, quoteTokens: true });
    const one = lifecycle();
    const failure = await failureOf(one.create(checked(declared), "ci"));
    expect(failure.message).toMatch(message);
    expect(one.redact(failure.message)).not.toContain(TOKEN);
    expect(attempts()).toEqual(new Map());

    await emulator().control.coregit.changeSettings({ hosts: { github: "up" } });
    await emulator().control.coregit.seedHostAccount(account);
    await requests();
    await create();
    expect(await requests()).toEqual(ONCE);
  });
});
