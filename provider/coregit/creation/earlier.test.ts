import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CREATE,
  declared,
  failureOf,
  LIST,
  sha256,
  TOKEN,
  UNLISTED,
  useEmulator,
} from "../../../test/support/coregit/useEmulator";
import { byField } from "../../../test/support/difference";
import type { Note } from "../../contract";
import { replacementOf } from "../../core/identity";
import { tellsWait } from "../../http/waiting";

const {
  emulator,
  lifecycle,
  letReadsCatchUp,
  checked,
  held,
  requests,
  said,
  fault,
  inDashboard,
  attempts,
  attemptsFolder,
} = useEmulator();

const DAY_MS = 24 * 60 * 60 * 1000;
const LAG_MS = 60_000;
const OTHER_TOKEN = "ghp_othertoken";

const lag = () => emulator().control.coregit.changeSettings({ listLagMs: LAG_MS });
const create = (fields = {}, identity = "program ci") =>
  lifecycle().create(checked({ ...declared, ...fields }), identity);
const posts = async () => (await requests()).filter((request) => request.startsWith("POST /connections "));

/** A run that was killed when the answer had come, and before the engine had recorded it. */
async function killedAfterTheAnswer(): Promise<string> {
  const { id } = await create();
  await requests();
  return id;
}

/** A run that was killed, or gave up, before an answer came; the connection was made, or was not. */
async function killedBeforeTheAnswer(
  when: "before" | "after",
  fields = {},
  identity = "program ci",
): Promise<string> {
  await fault(CREATE, { kind: "drop", when });
  await fault({ ...LIST, nth: 2, times: 2 }, { kind: "html", status: 403 });
  await failureOf(lifecycle({ listLagMs: 0 }).create(checked({ ...declared, ...fields }), identity));
  await emulator().control.clearFaults();
  await requests();
  said.length = 0;
  return (await held())[0]?.id ?? "";
}

describe("a creation whose run was killed after the answer", () => {
  it("is taken up by the next run, without another one", async () => {
    const made = await killedAfterTheAnswer();
    const { id, state } = await create();
    expect(id).toBe(made);
    expect(await held()).toMatchObject([{ id: made, tokenSha256: sha256(TOKEN) }]);
    expect((await requests()).filter((request) => /^(POST \/connections |PATCH)/.test(request))).toEqual([]);
    expect(said).toEqual([
      `${made}: made for this resource by an earlier run, and not in the state; taken up.`,
    ]);
    const [stored] = await held();
    expect(state).toMatchObject({ createdAt: stored?.createdAt, externalUsername: stored?.externalUsername });
    expect(byField(lifecycle().diff(id, state, checked(declared), "program ci")).changed).toEqual([]);
  });

  it("is taken up also while the list does not show it", async () => {
    await lag();
    const made = await killedAfterTheAnswer();
    expect(await create()).toMatchObject({ id: made });
    expect(await posts()).toEqual([]);
    expect(await held()).toHaveLength(1);
  });

  it("is believed as it was made while it is too young to be listed, and brought to what is declared after that", async () => {
    const patches = async () => (await requests()).filter((request) => request.startsWith("PATCH"));
    const takeUp = () => create();
    await emulator().control.coregit.changeSettings({ listLagMs: 10 * LAG_MS, lookupLagMs: 0 });
    await killedAfterTheAnswer();
    await takeUp();
    expect(await patches()).toEqual([]);
    await emulator().control.advanceClock(95_000);
    await takeUp();
    expect(await patches()).toEqual(["PATCH /connections/ID access_token,label"]);
  });

  it("is brought to what is declared when the dashboard has changed it since", async () => {
    const made = await killedAfterTheAnswer();
    await emulator().control.advanceClock(1_000);
    await emulator().control.coregit.editConnection(made, { label: "by hand" });
    await create();
    expect(await held()).toMatchObject([{ id: made, label: "CI" }]);
  });

  it("is taken up as often as the engine does not come to record it", async () => {
    const made = await killedAfterTheAnswer();
    for (let run = 0; run < 3; run++) expect(await create()).toMatchObject({ id: made });
    expect(await held()).toHaveLength(1);
  });

  it("is taken up whatever else there is with the same label", async () => {
    const made = await killedAfterTheAnswer();
    await inDashboard();
    expect(await create()).toMatchObject({ id: made });
    expect(await held()).toHaveLength(2);
  });

  it.each([
    ["token", { accessToken: OTHER_TOKEN }],
    ["label", { label: "renamed" }],
  ])("holds what is declared when it was given another %s since", async (_, fields) => {
    const inputs = checked(declared);
    const { id, state } = await create();
    await emulator().control.advanceClock(1_000);
    await lifecycle().update(id, state, checked({ ...declared, ...fields }, inputs));
    const again = await create();
    expect(again).toMatchObject({ id, state: { label: "CI", accessToken: TOKEN } });
    expect(await held()).toMatchObject([{ id, label: "CI", tokenSha256: sha256(TOKEN) }]);
  });

  it("is made anew when it was deleted since, which a test knows", async () => {
    await emulator().control.advanceClock(2 * LAG_MS);
    const made = await killedAfterTheAnswer();
    await emulator().control.coregit.deleteConnection(made);
    const { id } = await create();
    expect(id).not.toBe(made);
    expect(await held()).toMatchObject([{ id }]);
    expect(said).toEqual([
      `${made}: made for this resource by an earlier run, and Coregit does not know it. Asking again, for up to 90 s, since what Coregit shows lags.`,
    ]);
    expect(said.every(tellsWait)).toBe(true);
  });

  it.each<[string, object]>([
    ["another token", { accessToken: OTHER_TOKEN }],
    ["another label", { label: "renamed" }],
  ])("is taken up and brought to %s, also while the list does not show it", async (_, fields) => {
    await lag();
    const made = await killedAfterTheAnswer();
    expect(await create(fields)).toMatchObject({ id: made });
    expect(await posts()).toEqual([]);
    const { label, accessToken } = { ...declared, ...fields };
    expect(await held()).toMatchObject([{ id: made, label, tokenSha256: sha256(String(accessToken)) }]);
  });

  it("stands in the way of one to another code host, also while the list does not show it", async () => {
    const fields = { provider: "gitlab", accessToken: "glpat-other" };
    await lag();
    const made = await killedAfterTheAnswer();
    expect((await failureOf(create(fields))).message).toBe(
      `An earlier run made connection ${made} to github for this resource and did not come to record it; another provider is declared now. Delete it in Coregit's dashboard, or declare what was declared then and run the same command: it is taken up. Nothing was created.`,
    );
    expect(await posts()).toEqual([]);
    expect(await held()).toMatchObject([{ id: made }]);
    await emulator().control.coregit.deleteConnection(made);
    await letReadsCatchUp();
    await create(fields);
    expect(await held()).toHaveLength(1);
  });

  it("is another resource's for every other of its program, which makes its own where that is asked for", async () => {
    const made = await killedAfterTheAnswer();
    const { message } = await failureOf(create({}, "program other"));
    expect(message).toContain(`${made} `);
    expect(message).toContain("Another resource of this program stands for it.");
    const { id } = await create({ allowDuplicate: true }, "program other");
    expect((await held()).map((each) => each.id)).toEqual([made, id]);
  });

  it("is named to another program, which may be this one by another name, and to what would replace it", async () => {
    const made = await killedAfterTheAnswer();
    for (const identity of ["another program's", replacementOf("program ci")]) {
      await letReadsCatchUp();
      expect((await failureOf(create({}, identity))).message).toContain(`declare adopt: "${made}"`);
    }
    expect(await held()).toHaveLength(1);
  });

  it("is no more taken up when another resource manages it by now", async () => {
    const made = await killedAfterTheAnswer();
    const { state } = await create();
    const one = lifecycle();
    one.diff(made, state, checked(declared), "program renamed");
    const { id } = await one.create(checked({ ...declared, allowDuplicate: true }), "program ci");
    expect(id).not.toBe(made);
  });

  it("stays an error when it cannot be said whether it is there", async () => {
    await killedAfterTheAnswer();
    await fault({ path: "**/test" }, { kind: "html", status: 404 });
    expect((await failureOf(create())).message).toMatch(/Check coregit:baseUrl/);
    expect(await held()).toHaveLength(1);
  });
});

describe("a creation whose run was killed before the answer", () => {
  it("is found by the next run, if it was made", async () => {
    const made = await killedBeforeTheAnswer("after");
    const { id, state } = await create();
    expect(id).toBe(made);
    expect(await posts()).toEqual([]);
    expect(await held()).toMatchObject([{ id: made }]);
    expect(state.createdAt).toBeDefined();
    expect(said).toEqual([
      'An earlier run was cut short while it created "CI". Looking for the connection, for up to 90 s, since Coregit\'s list lags.',
      `${made}: made for this resource by an earlier run, and not in the state; taken up.`,
    ]);
  });

  it("is given its token, also when another resource of the same label has made it", async () => {
    const theirs = { accessToken: OTHER_TOKEN, allowDuplicate: true };
    const made = await killedBeforeTheAnswer("after");
    await killedBeforeTheAnswer("after", theirs, "program other");
    await create({ ...theirs, adopt: made }, "program other");
    const { id } = await create();
    expect(await held()).toMatchObject([
      { id: made, tokenSha256: sha256(OTHER_TOKEN) },
      { id, tokenSha256: sha256(TOKEN) },
    ]);
  });

  it("is made by the next run, if it was not", async () => {
    expect(await killedBeforeTheAnswer("before")).toBe("");
    const { id } = await create();
    expect(await posts()).toHaveLength(1);
    expect(await held()).toMatchObject([{ id }]);
  });

  it("is made at once when the list must have shown it long ago", async () => {
    await killedBeforeTheAnswer("before");
    await emulator().control.advanceClock(3_600_000);
    const startedAt = performance.now();
    await lifecycle({ listLagMs: 600_000 }).create(checked(declared), "program ci");
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(said).toEqual([]);
    expect(await held()).toHaveLength(1);
  });

  it("is not made as long as the list cannot be read", async () => {
    await killedBeforeTheAnswer("before");
    await fault({ ...LIST, nth: 2, times: "always" }, { kind: "html", status: 403 });
    expect((await failureOf(create())).message).toMatch(/no answer of Coregit's API/);
    expect(await held()).toEqual([]);
  });

  it.each<[string, object]>([
    ["another token", { accessToken: OTHER_TOKEN }],
    ["another label", { label: "renamed" }],
  ])("is taken up and brought to %s, if it was made", async (_, fields) => {
    const made = await killedBeforeTheAnswer("after");
    expect(await create(fields)).toMatchObject({ id: made });
    expect(await posts()).toEqual([]);
    const { label, accessToken } = { ...declared, ...fields };
    expect(await held()).toMatchObject([{ id: made, label, tokenSha256: sha256(String(accessToken)) }]);
  });

  it.each<[string, object]>([
    ["another token", { accessToken: OTHER_TOKEN }],
    ["another label", { label: "renamed" }],
  ])("does not stand in the way of one with %s, if it was not made", async (_, fields) => {
    await killedBeforeTheAnswer("before");
    await create(fields);
    expect(await held()).toHaveLength(1);
  });

  it("is taken up again where it was brought to another label, and that was not recorded either", async () => {
    const made = await killedBeforeTheAnswer("after");
    for (let run = 0; run < 2; run++) expect(await create({ label: "renamed" })).toMatchObject({ id: made });
    expect(await posts()).toEqual([]);
    expect(await held()).toMatchObject([{ id: made, label: "renamed" }]);
  });

  it("is not guessed when two could be it", async () => {
    const made = await killedBeforeTheAnswer("after");
    const theirs = await inDashboard();
    // Another one may be allowed beside them since the first run.
    const { message } = await failureOf(create({ allowDuplicate: true }));
    for (const id of [made, theirs]) expect(message).toContain(id);
    expect(message).toMatch(/declare adopt: .* Nothing was created\.$/);
    expect(await posts()).toEqual([]);
  });

  it("is not taken from another resource that made its own meanwhile", async () => {
    const first = lifecycle();
    await fault(CREATE, { kind: "drop", when: "before" });
    const inputs = checked(declared);
    const [lost, made] = await Promise.allSettled([
      first.create(inputs, "program ci"),
      first.create(inputs, "program two"),
    ]);
    expect([lost.status, made.status]).toEqual(["rejected", "fulfilled"]);
    const theirs = (await held())[0]?.id;
    const { id } = await create({ allowDuplicate: true });
    expect(id).not.toBe(theirs);
    expect((await held()).map((each) => each.id)).toEqual([theirs, id]);
  });

  it("is what two resources of one program cannot both stand for", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    for (const identity of ["program ci", "program another"]) one.check(declared, {}, identity);
    expect(await one.create(checked(declared), "program ci")).toMatchObject({ id });
    expect(() => one.diff(id, state, checked(declared), "program another")).toThrow(
      `Connection ${id} is managed by this resource, and another resource of this program stands for it too.`,
    );
  });

  it("is made anew when it was deleted by hand since, though the list still shows it", async () => {
    await emulator().control.coregit.changeSettings({ listLagMs: LAG_MS, lookupLagMs: 0 });
    const ghost = await killedBeforeTheAnswer("after");
    await emulator().control.advanceClock(5_000);
    await emulator().control.coregit.deleteConnection(ghost);
    await emulator().control.advanceClock(LAG_MS - 3_000);
    expect((await lifecycle().list()).listed).toMatchObject([{ id: ghost }]);
    const { id } = await create();
    expect(await held()).toMatchObject([{ id }]);
  });

  it("does not pass over what the list has shown since, though it is not certain whose that is", async () => {
    const theirs = await inDashboard();
    await emulator().control.advanceClock(5_000);
    await fault({ ...LIST, times: "always" }, UNLISTED);
    await fault(CREATE, { kind: "drop", when: "before" });
    await failureOf(create());
    await emulator().control.clearFaults();
    await fault(LIST, UNLISTED);
    expect((await failureOf(create())).message).toContain(`declare adopt: "${theirs}"`);
    expect(await held()).toHaveLength(1);
  });

  it("is looked for no longer when the user cancels, and nothing is created", async () => {
    await killedBeforeTheAnswer("before");
    const user = new AbortController();
    const log = ({ message }: Note) => {
      if (message.includes("Looking for")) setTimeout(() => user.abort(), 100);
    };
    const startedAt = performance.now();
    const cancelled = lifecycle({ log, signal: user.signal, listLagMs: 90_000 });
    const { message } = await failureOf(cancelled.create(checked(declared), "program ci"));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(message).toMatch(/^Cancelled.* Run the same command again/);
    expect(await held()).toEqual([]);
  });
});

it("begins nothing after the user has cancelled while another was looked for", async () => {
  await fault(CREATE, { kind: "drop", when: "before" });
  const user = new AbortController();
  const log = ({ message }: Note) => {
    if (message.includes("Looking for")) setTimeout(() => user.abort(), 100);
  };
  const one = lifecycle({ log, signal: user.signal, listLagMs: 90_000 });
  const waiting = [one.create(checked(declared), "one"), one.create(checked(declared), "program two")];
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await posts()).toHaveLength(1);
  expect(await held()).toEqual([]);
});

describe("what is remembered", () => {
  it("is not a day old", async () => {
    const made = await killedAfterTheAnswer();
    await emulator().control.advanceClock(DAY_MS - 60_000);
    expect(await create()).toMatchObject({ id: made });
    await emulator().control.advanceClock(65_000);
    expect((await failureOf(create())).message).toContain(`declare adopt: "${made}"`);
    expect(await held()).toHaveLength(1);
  });

  it.each<[string, string]>([
    ["empty", ""],
    ["half a file", '{"provider":"github","la'],
    ["no object", "null"],
    ["another object", "{}"],
    ["one with an id of another type", '{"id":7}'],
  ])("is nothing when its file is %s: then the user is asked", async (_, content) => {
    const made = await killedAfterTheAnswer();
    for (const name of attempts().keys()) writeFileSync(join(attemptsFolder(), name), content);
    expect((await failureOf(create())).message).toContain(`declare adopt: "${made}"`);
    expect(await held()).toHaveLength(1);
  });

  it("is nothing without a folder: then the user is asked", async () => {
    const { id } = await lifecycle({ forgets: true }).create(checked(declared), "program ci");
    expect(attempts()).toEqual(new Map());
    const again = lifecycle({ forgets: true }).create(checked(declared), "program ci");
    expect((await failureOf(again)).message).toContain(`declare adopt: "${id}"`);
  });

  it("is nothing where the folder cannot be made, which is no failure", async () => {
    writeFileSync(join(attemptsFolder(), "file"), "");
    const folder = { attemptsFolder: join(attemptsFolder(), "file", "below") };
    const { id } = await lifecycle(folder).create(checked(declared), "program ci");
    expect(await held()).toMatchObject([{ id }]);
    const again = lifecycle(folder).create(checked(declared), "program ci");
    expect((await failureOf(again)).message).toContain(`declare adopt: "${id}"`);
    await fault(CREATE, { kind: "status", status: 400, message: "bad" });
    const refused = lifecycle(folder).create(checked({ ...declared, label: "more" }), "more");
    expect((await failureOf(refused)).message).toMatch(/^Coregit answered 400/);
  });

  it("is nothing where a folder stands in the place of the file", async () => {
    const made = await killedAfterTheAnswer();
    const [name = ""] = attempts().keys();
    const blocked = join(attemptsFolder(), "blocked");
    mkdirSync(join(blocked, name), { recursive: true });
    const again = lifecycle({ attemptsFolder: blocked }).create(checked(declared), "program ci");
    expect((await failureOf(again)).message).toContain(`declare adopt: "${made}"`);
  });

  it("is for its owner only, and holds no secret", async () => {
    const folder = join(attemptsFolder(), "a", "b");
    const looking: unknown[] = [];
    const log = () => looking.push(...modesIn(folder));
    await fault(CREATE, { kind: "drop", when: "after" });
    const { apiKey } = emulator().coregit;
    await lifecycle({ attemptsFolder: folder, log }).create(checked(declared), "my-identity");
    expect(looking).toEqual([0o600]);
    expect(modesIn(folder)).toEqual([0o600]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const content = contentsOf(folder);
    for (const secret of [TOKEN, apiKey, "my-identity"]) {
      for (const form of ["utf8", "base64", "base64url", "hex"] as const)
        expect(content).not.toContain(Buffer.from(secret).toString(form).replace(/=+$/, ""));
      expect(content).not.toContain(sha256(secret));
    }
  });

  it("by version 0.4.0 is read", async () => {
    const made = await killedAfterTheAnswer();
    for (const [name, content] of attempts()) {
      const { mac, ...rest } = JSON.parse(content);
      writeFileSync(join(attemptsFolder(), name), JSON.stringify({ ...rest, tokenMac: mac }));
    }
    expect(await create()).toMatchObject({ id: made });
    expect((await requests()).filter((request) => /^(POST \/connections |PATCH)/.test(request))).toEqual([]);
  });

  it("is swept away when it is too old, and nothing else is", async () => {
    await create({ label: "old" }, "old");
    const [old = ""] = attempts().keys();
    const dayAgo = Date.now() / 1000 - DAY_MS / 1000 - 60;
    utimesSync(join(attemptsFolder(), old), dayAgo, dayAgo);
    await create({ label: "new" }, "new");
    await create({ label: "newer" }, "newer");
    expect(attempts().size).toBe(2);
    expect(attempts().has(old)).toBe(false);
  });
});

const modesIn = (folder: string) => namesIn(folder).map((name) => statSync(name).mode & 0o777);
const contentsOf = (folder: string) =>
  namesIn(folder)
    .map((name) => `${name} ${readFileSync(name, "utf8")}`)
    .join();
const namesIn = (folder: string) => readdirSync(folder).map((name) => join(folder, name));
