import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { byField } from "../../test/support/difference";
import { declared, failureOf, TOKEN, useEmulator } from "../../test/support/sigsentry/useEmulator";
import { PartialFailure, type Properties } from "../contract";

const { emulator, lifecycle, checked, requests } = useEmulator();

const { credentials: _, ...keeping } = declared;
const ROTATED: Properties = { ...declared, credentials: { token: "ghp_othertoken" } };

/** Days by the service's clock, which is years ahead of this machine's. */
const FIRST = "2031-05-01";
const NEXT = "2031-05-02";
const LATER = "2031-06-01";
const LAST = "2031-07-01";
const letItBe = (day: string) => emulator().control.setClock(new Date(`${day}T12:00:00Z`));

beforeEach(() => letItBe(FIRST));
afterEach(() => vi.unstubAllEnvs());

/** The day that is recorded. */
const dayOf = ({ credentialsChangedAt }: Properties) => String(credentialsChangedAt).slice(0, 10);

const always = (match: FaultRuleInput["match"], effect: FaultRuleInput["effect"]) =>
  emulator().control.addFault({ match: { ...match, times: "always" }, effect });

/** Creates a connection on the first day; by now it is later. */
async function create(news: Properties = declared) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "payments");
  await letItBe(LATER);
  await requests();
  return { id, state, inputs };
}

/** What is left of an operation that was done in part. */
async function partOf(work: Promise<unknown>): Promise<PartialFailure> {
  const failure = await failureOf(work);
  await emulator().control.clearFaults();
  if (failure instanceof PartialFailure) return failure;
  throw failure;
}

async function inDashboard(): Promise<string> {
  const seed = { projectId: emulator().projectId, platform: "github" as const, repositories: ["acme/a"] };
  return (await emulator().control.sigsentry.seedConnection(seed)).id;
}

describe("a creation records when its credentials were sent", () => {
  it("in ISO 8601, by the service's clock", async () => {
    const { state } = await create();
    expect(state.credentialsChangedAt).toMatch(/^2031-05-01T12:00:\d\d\.000Z$/);
  });

  it.each<[string, Properties]>([
    ["that are referred to", { ...keeping, credentialsFrom: { token: { env: "PLANTED" } } }],
    ["of a connection that is paused", { ...declared, isActive: false }],
  ])("%s", async (_, news) => {
    vi.stubEnv("PLANTED", TOKEN);
    expect(dayOf((await create(news)).state)).toBe(FIRST);
  });

  it("as of now, when it finds what an earlier one has made whose answer was lost: they are sent again", async () => {
    await always({ method: "POST" }, { kind: "drop", when: "after" });
    await failureOf(lifecycle().create(checked(declared), "payments"));
    await emulator().control.clearFaults();
    await emulator().control.setClock(new Date(`${NEXT}T11:00:00Z`));
    const { state } = await create();
    expect(String(state.createdAt).slice(0, 10)).toBe(FIRST);
    expect(dayOf(state)).toBe(NEXT);
  });

  it("though the list does not show the connection", async () => {
    const match = { method: "GET", nth: 2 };
    await emulator().control.addFault({ match, effect: { kind: "html", status: 403 } });
    const { state } = await create();
    expect(state).not.toHaveProperty("createdAt");
    expect(dayOf(state)).toBe(FIRST);
  });

  it("though pausing the connection fails", async () => {
    await always({ method: "PUT" }, { kind: "status", status: 403, code: "FORBIDDEN" });
    const inputs = checked({ ...declared, isActive: false });
    const { id, state } = await partOf(lifecycle().create(inputs, "payments"));
    await letItBe(LATER);
    expect(dayOf(state)).toBe(FIRST);
    expect(dayOf(await lifecycle().update(id, state, inputs))).toBe(FIRST);
  });

  it("though nobody can say whether the connection is there", async () => {
    for (const match of [{ method: "GET", nth: 2 }, { path: "**/cache" }])
      await always(match, { kind: "status", status: 403, code: "FORBIDDEN" });
    const inputs = checked(declared);
    const { id, state } = await partOf(lifecycle().create(inputs, "payments"));
    await letItBe(LATER);
    expect(state).toMatchObject({ unverified: true });
    expect(dayOf(state)).toBe(FIRST);
    expect(dayOf(await lifecycle().update(id, state, inputs))).toBe(FIRST);
  });
});

describe("an update records when it sent credentials", () => {
  it.each<[string, Properties]>([
    ["that are new", ROTATED],
    ["that have another version", { ...declared, credentialsVersion: 2 }],
    ["with other fields", { ...ROTATED, lookbackDays: 7 }],
  ])("%s", async (_, news) => {
    const { id, state, inputs } = await create();
    expect(dayOf(await lifecycle().update(id, state, checked(news, inputs)))).toBe(LATER);
  });

  it("and that is not known of what an earlier version has recorded until then", async () => {
    const { id, state, inputs } = await create();
    const { credentialsChangedAt: _changedAt, ...old } = state;
    expect((await lifecycle().read(id, old))?.state).toEqual(old);
    const edited = await lifecycle().update(id, old, checked({ ...declared, lookbackDays: 7 }, inputs));
    expect(edited).not.toHaveProperty("credentialsChangedAt");
    expect(dayOf(await lifecycle().update(id, edited, checked(ROTATED, inputs)))).toBe(LATER);
  });

  it("though the cache was not purged, and the purge later changes nothing of it", async () => {
    const { id, state, inputs } = await create();
    await always({ path: "**/cache" }, { kind: "status", status: 403, code: "FORBIDDEN" });
    const news = checked(ROTATED, inputs);
    const left = await partOf(lifecycle().update(id, state, news));
    expect(dayOf(left.state)).toBe(LATER);
    await letItBe(LAST);
    expect(dayOf((await lifecycle().read(id, left.state))?.state ?? {})).toBe(LATER);
    expect(dayOf(await lifecycle().update(id, left.state, news))).toBe(LATER);
  });

  it("only once the service has confirmed it", async () => {
    const { id, state, inputs } = await create();
    await always({ method: "PUT" }, { kind: "drop", when: "after" });
    const news = checked(ROTATED, inputs);
    const left = await partOf(lifecycle().update(id, state, news));
    expect(left.state).toMatchObject({ unconfirmed: ["credentials"] });
    expect(dayOf(left.state)).toBe(FIRST);
    expect(dayOf((await lifecycle().read(id, left.state))?.state ?? {})).toBe(FIRST);
    await letItBe(LAST);
    expect(dayOf(await lifecycle().update(id, left.state, news))).toBe(LAST);
  });
});

describe("the time stays", () => {
  it.each<[string, Properties]>([
    ["when other fields are sent", { ...declared, lookbackDays: 7, isActive: false }],
    ["when the same credentials are referred to", { ...keeping, credentialsFrom: { token: { env: "P" } } }],
    ["when nothing is sent", { ...declared, projectId: "proj_named" }],
  ])("%s", async (_, news) => {
    vi.stubEnv("P", TOKEN);
    const { id, state, inputs } = await create();
    const next = checked(news, inputs);
    const after = await lifecycle().update(id, state, { ...next, projectId: emulator().projectId });
    expect(dayOf(after)).toBe(FIRST);
  });

  it("when somebody edits the connection in the dashboard", async () => {
    const { id, state } = await create();
    await emulator().control.sigsentry.editConnection(id, { credentials: null, lookbackDays: 7 });
    const reading = await lifecycle().read(id, state);
    expect(dayOf(reading?.state ?? {})).toBe(FIRST);
    expect(reading?.inputs).not.toHaveProperty("credentialsChangedAt");
  });

  it("whatever the service lists under its name", async () => {
    const { id, state } = await create();
    await emulator().control.sigsentry.changeSettings({ extraFields: { credentialsChangedAt: LAST } });
    expect(dayOf((await lifecycle().read(id, state))?.state ?? {})).toBe(FIRST);
    expect((await lifecycle().list()).listed[0]?.state).not.toHaveProperty("credentialsChangedAt");
  });
});

describe("adoption", () => {
  it("records it where credentials are sent", async () => {
    const adopt = await inDashboard();
    await letItBe(LATER);
    expect(dayOf((await create({ ...declared, adopt })).state)).toBe(LATER);
  });

  it("does not where the connection keeps those that it has, until some are declared", async () => {
    const adopt = await inDashboard();
    const { id, state, inputs } = await create({ ...keeping, adopt });
    expect(state).not.toHaveProperty("credentialsChangedAt");
    const edited = await lifecycle().update(id, state, { ...inputs, lookbackDays: 7 });
    expect(edited).not.toHaveProperty("credentialsChangedAt");
    const given = checked({ ...declared, lookbackDays: 7, adopt }, inputs);
    const after = await lifecycle().update(id, edited, given);
    expect(dayOf(after)).toBe(LATER);
    await letItBe(LAST);
    // What the service holds is still what was sent then.
    expect(dayOf(await lifecycle().update(id, after, inputs))).toBe(LATER);
  });
});

it("is no input, and no difference", async () => {
  const { id, state, inputs } = await create();
  const { credentialsChangedAt: _changedAt, ...without } = state;
  for (const recorded of [state, without, { ...state, credentialsChangedAt: LAST }]) {
    const nothing = { changed: [], replacing: [], notes: [] };
    expect(byField(lifecycle().diff(id, recorded, inputs, "payments"))).toEqual(nothing);
  }
  const { problems } = lifecycle().check({ ...declared, credentialsChangedAt: LAST }, {}, "payments");
  expect(problems).toMatchObject([{ path: "credentialsChangedAt" }]);
});
