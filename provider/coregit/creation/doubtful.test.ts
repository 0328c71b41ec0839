import { describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../../emulator/faultRules";
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
import type { Note } from "../../contract";
import { ConnectionLifecycle } from "../connection";
import { readSettings } from "../settings";

const { emulator, lifecycle, checked, held, requests, said, fault, inDashboard } = useEmulator();

const LAG_MS = 60_000;
const NOT_KNOWN = /^Whether the connection was created is not known\. /;

const lag = () => emulator().control.coregit.changeSettings({ listLagMs: LAG_MS });
const lose = (when: "before" | "after") => fault(CREATE, { kind: "drop", when });
const sent = async (method: string) =>
  (await emulator().control.log()).filter((each) => each.method === method);
const posts = async () => (await requests()).filter((request) => request.startsWith("POST /connections "));

/** Creates with patience for the list, and does something once the connection was looked for and not found. */
async function createWhile(then: () => Promise<unknown>, patienceMs = 20_000, folder?: string) {
  let done: Promise<unknown> = Promise.resolve();
  const log = ({ message }: Note) => {
    said.push(message);
    if (!message.includes("Looking for")) return;
    // The list before the creation, and the first look after it.
    done = expect
      .poll(async () => (await sent("GET")).filter(({ status }) => status === 200))
      .toHaveLength(2);
    done = done.then(then);
  };
  const options = { log, listLagMs: patienceMs, ...(folder === undefined ? {} : { attemptsFolder: folder }) };
  try {
    return await lifecycle(options).create(checked(declared), "ci");
  } finally {
    await done;
  }
}

const LOST: [string, FaultRuleInput["effect"]][] = [
  ["the connection broke", { kind: "drop", when: "after" }],
  ["500", { kind: "status", status: 500, when: "after" }],
  ["503", { kind: "status", status: 503, when: "after", headers: { "retry-after": "0" } }],
  ["a proxy's page that says 200", { kind: "html", status: 200, when: "after" }],
  ["a proxy's page that says 504", { kind: "html", status: 504, when: "after" }],
  ["a proxy's refusal", { kind: "html", status: 403, when: "after" }],
  ["half an answer", { kind: "truncate" }],
  ["nothing in time", { kind: "delay", ms: 30_000, when: "after" }],
  ["an empty object", { kind: "json", status: 201, body: {}, when: "after" }],
  ["an id that is none", { kind: "json", status: 201, body: { id: "" }, when: "after" }],
  ["another service's answer", { kind: "json", body: { success: true, data: {} }, when: "after" }],
];

describe("a creation whose answer was lost", () => {
  it.each(LOST)("is found: %s", async (_, effect) => {
    await fault(CREATE, effect);
    const one = lifecycle({ limits: { headersMs: 1_000 } });
    const { id, state } = await one.create(checked(declared), "ci");
    const [stored] = await held();
    expect(await held()).toMatchObject([{ id, tokenSha256: sha256(TOKEN) }]);
    expect(state).toMatchObject({ createdAt: stored?.createdAt, externalUsername: stored?.externalUsername });
    expect(await posts()).toHaveLength(1);
    expect(said).toEqual([
      'The answer to the creation of "CI" was lost. Looking for the connection, for up to 90 s, since Coregit\'s list lags.',
    ]);
    expect(byField(one.diff(id, state, checked(declared), "ci")).changed).toEqual([]);
  });

  it("is found as soon as the list shows it", async () => {
    await lag();
    await lose("after");
    const startedAt = performance.now();
    const { id } = await createWhile(() => emulator().control.advanceClock(LAG_MS + 1));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await held()).toMatchObject([{ id }]);
    expect(await posts()).toHaveLength(1);
  });

  it("is found though the list cannot be read at first", async () => {
    await lose("after");
    await fault({ ...LIST, nth: 2 }, { kind: "html", status: 403 });
    const { id } = await lifecycle({ listLagMs: 5_000 }).create(checked(declared), "ci");
    expect(await held()).toMatchObject([{ id }]);
  });

  it("is found among others: of other labels, other providers, listed before, or of this program", async () => {
    const one = lifecycle();
    const before = await one.create(checked(declared), "one");
    await inDashboard({ label: "other" });
    await lose("after");
    const { id } = await one.create(checked({ ...declared, allowDuplicate: true }), "ci");
    expect(id).not.toBe(before.id);
    expect(await held()).toHaveLength(3);
  });

  it("is told from that of another resource with the same label", async () => {
    await lose("after");
    const one = lifecycle();
    const made = await Promise.all([
      one.create(checked(declared), "one"),
      one.create(checked({ ...declared, accessToken: "ghp_othertoken", allowDuplicate: true }), "two"),
    ]);
    expect(await held()).toMatchObject([
      { id: made[0].id, tokenSha256: sha256(TOKEN) },
      { id: made[1].id, tokenSha256: sha256("ghp_othertoken") },
    ]);
  });

  it("is verified where that is declared", async () => {
    await lose("after");
    const { state } = await lifecycle().create(checked({ ...declared, verify: true }), "ci");
    expect(state).toMatchObject({ status: { valid: true } });
  });
});

describe("a creation of which nothing is known", () => {
  it.each<[string, FaultRuleInput["effect"]]>([
    ["a connection that broke", { kind: "drop" }],
    ["a failure of the service", { kind: "status", status: 500 }],
    ["a proxy's page", { kind: "html", status: 502 }],
    ["a redirect", { kind: "redirect", location: "/elsewhere" }],
  ])("is told as that, and not sent again: %s", async (_, effect) => {
    await fault(CREATE, effect);
    const { message } = await failureOf(lifecycle().create(checked(declared), "ci"));
    expect(message).toMatch(NOT_KNOWN);
    expect(message).toMatch(/Run the same command again in a minute or two, before you change the declarat/);
    expect(await posts()).toHaveLength(1);
    expect(await held()).toEqual([]);
  });

  it("tells why", async () => {
    await fault(CREATE, { kind: "status", status: 500, message: "Oh no" });
    const failure = await failureOf(lifecycle().create(checked(declared), "ci"));
    expect(failure.message).toMatch(
      /it looks for the connection first\. Coregit answered 500 INTERNAL_ERROR: Oh no\. The service is in trouble: try again later\. \(POST \/v1\/connections, request id req_[\w-]+\)$/,
    );
    expect(failure.cause).toMatchObject({ status: 500 });
  });

  it("is looked for as long as the settings say", async () => {
    await lose("before");
    const environment = {
      COREGIT_API_KEY: emulator().coregit.apiKey,
      COREGIT_BASE_URL: emulator().url,
      COREGIT_LIST_LAG_SECONDS: "0",
    };
    const log = ({ message }: Note) => void said.push(message);
    const one = new ConnectionLifecycle(
      readSettings(() => undefined, environment),
      { log },
    );
    expect((await failureOf(one.create(checked(declared), "ci"))).message).toMatch(NOT_KNOWN);
    expect(said).toEqual([expect.stringContaining("for up to 0 s")]);
    expect(await requests()).toEqual([
      "GET /connections",
      "POST /connections access_token,label,provider",
      "GET /connections",
    ]);
  });

  it("is told at once when nothing was sent", async () => {
    const one = lifecycle();
    await one.list();
    await emulator().close();
    const { message } = await failureOf(one.create(checked(declared), "ci"));
    expect(message).toMatch(/^http:\S+ cannot be reached/);
    expect(said).toEqual([]);
  });

  it("names the candidates when there are two, and none of them is taken", async () => {
    await lag();
    await lose("after");
    let theirs = "";
    const creating = createWhile(async () => {
      theirs = await inDashboard();
      await emulator().control.advanceClock(LAG_MS + 1);
    });
    const { message } = await failureOf(creating);
    const ours = (await held()).map(({ id }) => id).filter((id) => id !== theirs);
    expect(message).toMatch(NOT_KNOWN);
    expect(message).toContain('There are already 2 connections to github labelled "CI"');
    expect(message).toContain(`declare adopt: "${ours[0]}"`);
    for (const id of [theirs, ...ours]) expect(message).toContain(`${id} ("CI", user-`);
    expect(await posts()).toHaveLength(1);

    const again = await failureOf(lifecycle().create(checked(declared), "ci"));
    expect(again.message).toMatch(/^There are already 2 connections .* Nothing was created\.$/);
    expect(await posts()).toEqual([]);
    const adopting = lifecycle().create(checked({ ...declared, adopt: ours[0] }), "ci");
    expect(await adopting).toMatchObject({ id: ours[0] });
    expect(await held()).toHaveLength(2);
  });

  it("does not take what is older than the call, though it was not listed before", async () => {
    await lag();
    const theirs = await inDashboard();
    await emulator().control.advanceClock(10_000);
    await lose("before");
    const creating = createWhile(() => emulator().control.advanceClock(LAG_MS + 1), 1_500);
    expect((await failureOf(creating)).message).toMatch(NOT_KNOWN);
    expect((await lifecycle().list()).listed).toMatchObject([{ id: theirs }]);
    expect(await held()).toMatchObject([{ id: theirs }]);
  });

  it("does not take what was listed before, and deleted since", async () => {
    const ghost = await inDashboard();
    await emulator().control.advanceClock(2 * LAG_MS);
    await lag();
    await emulator().control.coregit.deleteConnection(ghost);
    await lose("before");
    expect((await lifecycle().list()).listed).toMatchObject([{ id: ghost }]);
    expect((await failureOf(lifecycle().create(checked(declared), "ci"))).message).toMatch(NOT_KNOWN);
  });

  it.each<[string, unknown]>([
    ["of another provider", { provider: "gitlab" }],
    ["of another label", { label: "CI " }],
    ["without a time", { created_at: null }],
    ["with a time that is none", { created_at: "soon" }],
    ["of an unknown provider", { provider: "gitea" }],
  ])("does not take a connection %s", async (_, fields) => {
    await lose("before");
    const made = { id: "x", provider: "github", label: "CI", created_at: "2100-01-01T00:00:00.000Z" };
    const body = { connections: [{ ...made, ...Object(fields) }] };
    await fault({ ...always(LIST), nth: 2 }, { kind: "json", body });
    expect((await failureOf(lifecycle().create(checked(declared), "ci"))).message).toMatch(NOT_KNOWN);
  });

  it("stays so when the list cannot be read either", async () => {
    await lose("after");
    await fault({ ...always(LIST), nth: 2 }, { kind: "html", status: 403 });
    const { message } = await failureOf(lifecycle().create(checked(declared), "ci"));
    expect(message).toMatch(NOT_KNOWN);
    expect(message).toContain("was lost");
  });

  it("is looked for no longer when the user cancels, and found by the next run", async () => {
    await lag();
    await lose("after");
    const user = new AbortController();
    const log = ({ message }: Note) => {
      if (message.includes("Looking for")) setTimeout(() => user.abort(), 100);
    };
    const startedAt = performance.now();
    const cancelled = lifecycle({ log, signal: user.signal, listLagMs: 600_000 });
    const { message } = await failureOf(cancelled.create(checked(declared), "ci"));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(message).toMatch(NOT_KNOWN);
    expect(message).toMatch(/Run the same command again/);

    await emulator().control.advanceClock(LAG_MS + 1);
    await requests();
    const { id } = await lifecycle().create(checked(declared), "ci");
    expect(await held()).toMatchObject([{ id }]);
    expect(await posts()).toEqual([]);
  });

  it("has no secret in its message", async () => {
    await fault(CREATE, { kind: "status", status: 500, message: `token ${TOKEN}`, when: "before" });
    const one = lifecycle();
    const { message } = await failureOf(one.create(checked(declared), "ci"));
    expect(one.redact(message)).not.toContain(TOKEN);
  });
});
