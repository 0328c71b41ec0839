import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  always,
  CREATE,
  declared,
  failureOf,
  LIST,
  TOKEN,
  useEmulator,
} from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import { PartialFailure, type Properties } from "../contract";

const { emulator, lifecycle, checked, held, requests, fault, inDashboard } = useEmulator();

const { accessToken: _, ...keeping } = declared;
const ROTATED: Properties = { ...declared, accessToken: "ghp_othertoken" };

/** Days by the service's clock, which is years ahead of this machine's. */
const FIRST = "2031-05-01";
const NEXT = "2031-05-02";
const LATER = "2031-06-01";
const LAST = "2031-07-01";
const letItBe = (day: string, time = "12:00") => emulator().control.setClock(new Date(`${day}T${time}:00Z`));

beforeEach(() => letItBe(FIRST));
afterEach(() => vi.unstubAllEnvs());

/** The day that is recorded. */
const dayOf = ({ accessTokenChangedAt }: Properties) => String(accessTokenChangedAt).slice(0, 10);

/** Creates a connection on the first day; by now it is later. */
async function create(news: Properties = declared) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "ci");
  await letItBe(LATER);
  await requests();
  return { id, state, inputs };
}

/** A run that gave up before an answer came, though the connection was made. */
async function loseTheAnswer(): Promise<void> {
  await fault(CREATE, { kind: "drop", when: "after" });
  await fault({ ...LIST, nth: 2, times: 2 }, { kind: "html", status: 403 });
  await failureOf(lifecycle({ listLagMs: 0 }).create(checked(declared), "ci"));
  await emulator().control.clearFaults();
}

describe("a creation records when its token was sent", () => {
  it("in ISO 8601, by the service's clock", async () => {
    const { state } = await create();
    expect(state.accessTokenChangedAt).toMatch(/^2031-05-01T12:00:\d\d\.\d{3}Z$/);
  });

  it.each<[string, Properties]>([
    ["that is referred to", { ...keeping, accessTokenFrom: { env: "PLANTED" } }],
    ["of a connection that is tested", { ...declared, verify: true }],
  ])("%s", async (_, news) => {
    vi.stubEnv("PLANTED", TOKEN);
    expect(dayOf((await create(news)).state)).toBe(FIRST);
  });

  it("though the answer is lost, and the connection found in the list", async () => {
    await fault(CREATE, { kind: "drop", when: "after" });
    expect(dayOf((await create()).state)).toBe(FIRST);
  });

  it("by an earlier run that was killed after the answer", async () => {
    await lifecycle().create(checked(declared), "ci");
    await letItBe(NEXT, "11:00");
    expect(dayOf((await create()).state)).toBe(FIRST);
  });

  it("again, to what an earlier run has made that was killed before the answer", async () => {
    await loseTheAnswer();
    await letItBe(NEXT, "11:00");
    expect(dayOf((await create()).state)).toBe(NEXT);
  });

  it("to what an earlier run has made with another one", async () => {
    await loseTheAnswer();
    await letItBe(NEXT, "11:00");
    expect(dayOf((await create(ROTATED)).state)).toBe(NEXT);
  });

  it("to what an earlier run has made with another one, only once the service has confirmed it", async () => {
    await loseTheAnswer();
    await letItBe(NEXT, "11:00");
    await fault(always({ method: "PATCH" }), { kind: "drop", when: "after" });
    const failure = await failureOf(lifecycle().create(checked(ROTATED), "ci"));
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.state).toMatchObject({ unconfirmed: ["label", "accessToken"] });
    expect(dayOf(failure.state)).toBe(FIRST);
  });
});

describe("an update records when it sent a token", () => {
  it.each<[string, Properties]>([
    ["that is new", ROTATED],
    ["that has another version", { ...declared, accessTokenVersion: 2 }],
    ["with another label", { ...ROTATED, label: "renamed" }],
    ["and tested it", { ...ROTATED, verify: true }],
  ])("%s", async (_, news) => {
    const { id, state, inputs } = await create();
    const after = await lifecycle().update(id, state, checked(news, inputs));
    expect(dayOf(after)).toBe(LATER);
    expect((await lifecycle().read(id, after))?.state.accessTokenChangedAt).toBe(after.accessTokenChangedAt);
  });

  it("though the list does not show it yet", async () => {
    const { id, state, inputs } = await create();
    await emulator().control.coregit.changeSettings({ listLagMs: 60_000 });
    const after = await lifecycle().update(id, state, checked(ROTATED, inputs));
    expect(after).toHaveProperty("writtenAt");
    expect(dayOf(after)).toBe(LATER);
    const reading = await lifecycle({ listLagMs: 90_000 }).read(id, after);
    expect(dayOf(reading?.state ?? {})).toBe(LATER);
  });

  it("and that is not known of what an earlier version has recorded until then", async () => {
    const { id, state, inputs } = await create();
    const { accessTokenChangedAt: _changedAt, ...old } = state;
    expect((await lifecycle().read(id, old))?.state).toEqual(old);
    const edited = await lifecycle().update(id, old, checked({ ...declared, label: "renamed" }, inputs));
    expect(edited).not.toHaveProperty("accessTokenChangedAt");
    expect(dayOf(await lifecycle().update(id, edited, checked(ROTATED, inputs)))).toBe(LATER);
  });

  it("only once the service has confirmed it", async () => {
    const { id, state, inputs } = await create();
    await fault(always({ method: "PATCH" }), { kind: "drop", when: "after" });
    const news = checked(ROTATED, inputs);
    const left = await failureOf(lifecycle({ limits: { backoffMs: 1 } }).update(id, state, news));
    if (!(left instanceof PartialFailure)) throw left;
    await emulator().control.clearFaults();
    expect(left.state).toMatchObject({ unconfirmed: ["accessToken"] });
    expect(dayOf(left.state)).toBe(FIRST);
    expect(dayOf((await lifecycle().read(id, left.state))?.state ?? {})).toBe(FIRST);
    await letItBe(LAST);
    expect(dayOf(await lifecycle().update(id, left.state, news))).toBe(LAST);
  });
});

describe("the time stays", () => {
  it.each<[string, Properties]>([
    ["when another label is sent", { ...declared, label: "renamed" }],
    ["when the same token is referred to", { ...keeping, accessTokenFrom: { env: "PLANTED" } }],
    ["when nothing is sent", { ...declared, verify: true, deletionProtection: true }],
  ])("%s", async (_, news) => {
    vi.stubEnv("PLANTED", TOKEN);
    const { id, state, inputs } = await create();
    const after = await lifecycle().update(id, state, checked(news, inputs));
    expect(dayOf(after)).toBe(FIRST);
  });

  it("when somebody edits the connection in the dashboard", async () => {
    const { id, state } = await create();
    await emulator().control.coregit.editConnection(id, { label: "by hand", accessToken: "gho_theirs" });
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toMatchObject({ label: "by hand" });
    expect(dayOf(reading?.state ?? {})).toBe(FIRST);
    expect(reading?.inputs).not.toHaveProperty("accessTokenChangedAt");
  });

  it("when the list does not show the connection", async () => {
    const { id, state } = await create();
    await fault(LIST, { kind: "json", body: { connections: [] } });
    expect(dayOf((await lifecycle().read(id, state))?.state ?? {})).toBe(FIRST);
  });

  it("whatever the service lists under its name", async () => {
    const { id, state } = await create();
    const [stored] = await held();
    const record = { id, provider: "github", label: "CI", updated_at: stored?.updatedAt ?? null };
    const body = { connections: [{ ...record, accessTokenChangedAt: LAST }] };
    await fault(always(LIST), { kind: "json", body });
    expect(dayOf((await lifecycle().read(id, state))?.state ?? {})).toBe(FIRST);
    expect((await lifecycle().list()).listed[0]?.state).not.toHaveProperty("accessTokenChangedAt");
  });
});

describe("adoption", () => {
  it("records it where a token is sent", async () => {
    const adopt = await inDashboard();
    await letItBe(NEXT);
    expect(dayOf((await create({ ...declared, adopt })).state)).toBe(NEXT);
  });

  it("does not where the connection keeps the one that it has, until one is declared", async () => {
    const adopt = await inDashboard();
    const { id, state, inputs } = await create({ ...keeping, adopt });
    expect(state).not.toHaveProperty("accessTokenChangedAt");
    const edited = await lifecycle().update(id, state, { ...inputs, label: "renamed" });
    expect(edited).not.toHaveProperty("accessTokenChangedAt");
    const given = checked({ ...declared, label: "renamed", adopt }, inputs);
    const after = await lifecycle().update(id, edited, given);
    expect(dayOf(after)).toBe(LATER);
    await letItBe(LAST);
    // What the service holds is still what was sent then.
    expect(dayOf(await lifecycle().update(id, after, inputs))).toBe(LATER);
  });
});

it("is no input, and no difference", async () => {
  const { id, state, inputs } = await create();
  const { accessTokenChangedAt: _changedAt, ...without } = state;
  for (const recorded of [state, without, { ...state, accessTokenChangedAt: LAST }]) {
    const nothing = { changed: [], replacing: [], notes: [] };
    expect(byField(lifecycle().diff(id, recorded, inputs, "ci"))).toEqual(nothing);
  }
  const { problems } = lifecycle().check({ ...declared, accessTokenChangedAt: LAST }, {}, "ci");
  expect(problems).toMatchObject([{ path: "accessTokenChangedAt" }]);
});
