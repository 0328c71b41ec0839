import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { declared, failureOf, sha256, TOKEN, useEmulator } from "../../test/support/coregit/useEmulator";
import { byField } from "../../test/support/difference";
import { type Properties, UNKNOWN } from "../contract";

const { lifecycle, checked, held, requests, attemptsFolder } = useEmulator();

const OTHER_TOKEN = "ghp_othertoken";
const { accessToken: _, ...rest } = declared;
const referring: Properties = { ...rest, accessTokenFrom: { env: "PLANTED" } };

beforeEach(() => vi.stubEnv("PLANTED", TOKEN));
afterEach(() => vi.unstubAllEnvs());

async function create(news: Properties) {
  const inputs = checked(news);
  const { id, state } = await lifecycle().create(inputs, "ci");
  await requests();
  return { id, state, inputs };
}

const changed = (id: string, state: Properties, inputs: Properties) =>
  byField(lifecycle().diff(id, state, inputs, "ci")).changed;

describe("a token that is referred to", () => {
  it("is sent and not recorded", async () => {
    const { state, inputs } = await create(referring);
    expect(await held()).toMatchObject([{ tokenSha256: sha256(TOKEN) }]);
    expect(state).toMatchObject({ accessTokenFrom: { env: "PLANTED" }, accessTokenVersion: 1 });
    expect(state.accessTokenFingerprint).toMatch(/^ci\.[\w-]{43}$/);
    expect(state).not.toHaveProperty("accessToken");
    expect(JSON.stringify([state, inputs])).not.toContain("planted");
  });

  it("is no difference as long as the value stays", async () => {
    const { id, state, inputs } = await create(referring);
    const reading = await lifecycle().read(id, state);
    expect(reading).toEqual({ id, state, inputs });
    expect(changed(id, state, checked(referring, reading?.inputs))).toEqual([]);
  });

  it("keeps its salt when the resource is renamed, so that this is no rotation", async () => {
    const { id, state, inputs } = await create(referring);
    const { inputs: renamed } = lifecycle().check(referring, inputs, "another-name");
    expect(byField(lifecycle().diff(id, state, renamed, "another-name")).changed).toEqual([]);
  });

  it("takes the place of a written one in the state, and back, without being sent again", async () => {
    const { id, state, inputs } = await create(declared);
    const next = checked(referring, inputs);
    expect(changed(id, state, next)).toEqual(["accessTokenFrom"]);
    const after = await lifecycle().update(id, state, next);
    expect(JSON.stringify(after)).not.toContain("planted");
    const back = checked(declared, next);
    expect(changed(id, after, back)).toEqual(["accessTokenFrom"]);
    expect(await lifecycle().update(id, after, back)).toEqual(state);
    expect(await requests()).toEqual([]);
  });

  it("may be read from a file, without the line break at its end", async () => {
    const file = join(attemptsFolder(), "token");
    writeFileSync(file, `${TOKEN}\n`);
    await create({ ...rest, accessTokenFrom: { file } });
    expect(await held()).toMatchObject([{ tokenSha256: sha256(TOKEN) }]);
  });

  it.each<[string, string | undefined, string | RegExp]>([
    ["gone", undefined, "accessTokenFrom: the environment variable PLANTED is not set where pulumi runs"],
    ["empty", "", "accessTokenFrom: the environment variable PLANTED is empty where pulumi runs"],
    [
      "another one",
      OTHER_TOKEN,
      /^accessTokenFrom: the value changed while this command was running\. Nothing/,
    ],
  ])("is not sent when it is %s by then", async (_, value, message) => {
    const { id, state, inputs } = await create(referring);
    const news = { ...inputs, label: "renamed" };
    vi.stubEnv("PLANTED", value);
    for (const refused of [lifecycle().create(inputs, "other"), lifecycle().update(id, state, news)])
      expect((await failureOf(refused)).message).toMatch(message);
    expect(await requests()).toEqual([]);
  });

  it("is not sent without the fingerprint that a check makes", async () => {
    const { accessTokenFingerprint: _, ...inputs } = checked(referring);
    expect((await failureOf(lifecycle().create(inputs, "ci"))).message).toMatch(/the value changed/);
    expect(await requests()).toEqual([]);
  });

  it("is masked like any secret", () => {
    const one = lifecycle();
    one.check(referring, {}, "ci");
    expect(one.redact(`quoted: ${TOKEN}`)).toBe("quoted: [secret]");
  });

  it("may be not known yet", () => {
    const { inputs, problems } = lifecycle().check(
      { ...rest, accessTokenFrom: { env: UNKNOWN } },
      checked(referring),
      "ci",
    );
    expect(problems).toEqual([]);
    expect(inputs).toMatchObject({ accessTokenFingerprint: UNKNOWN, accessTokenVersion: UNKNOWN });
  });

  it("is not needed to delete the connection, nor to read it", async () => {
    const { id, state } = await create(referring);
    vi.stubEnv("PLANTED", undefined);
    expect(await lifecycle().read(id, state)).toMatchObject({ state });
    await lifecycle().delete(id, state);
    expect(await held()).toEqual([]);
  });
});

describe("a declared accessTokenVersion", () => {
  it.each<[string, Properties]>([
    ["written out", declared],
    ["referred to", referring],
  ])("has the same token sent again when it changes: %s", async (_, news) => {
    const { id, state, inputs } = await create(news);
    const next = checked({ ...news, accessTokenVersion: 2 }, inputs);
    expect(changed(id, state, next)).toEqual(["accessTokenVersion"]);
    const after = await lifecycle().update(id, state, next);
    expect(await requests()).toEqual(["PATCH /connections/ID access_token", "GET /connections"]);
    expect(changed(id, after, checked({ ...news, accessTokenVersion: 2 }, next))).toEqual([]);
    expect(changed(id, after, checked(news, next)), "taken out again").toEqual([]);
  });

  it("sends nothing where there is no token to send", async () => {
    const { id, state, inputs } = await create(declared);
    const news = { ...rest, adopt: id };
    const without = await lifecycle().update(id, state, checked(news, inputs));
    await lifecycle().update(id, without, checked({ ...news, accessTokenVersion: 9 }, inputs));
    expect(await requests()).toEqual([]);
  });
});

describe("masking", () => {
  it("knows every secret that was met, in every form", async () => {
    const one = lifecycle();
    const inputs = { ...checked(declared), accessToken: "n0 kn0wn shape" };
    await one.create(inputs, "ci");
    for (const form of ["base64", "hex"] as const)
      expect(one.redact(Buffer.from("n0 kn0wn shape").toString(form))).toBe("[secret]");
    expect(one.redact("n0 kn0wn shape")).toBe("[secret]");
  });

  it.each<[string, (one: ReturnType<typeof lifecycle>, state: Properties) => unknown]>([
    ["checked", (one, state) => one.check(state, {}, "ci")],
    ["read", (one, state) => one.read("id", state)],
    ["updated", (one, state) => one.update("id", state, { ...state, accessToken: "another" })],
    ["deleted", (one, state) => one.delete("id", state)],
  ])("knows the token of what is %s, whatever comes of it", async (_, meet) => {
    const one = lifecycle();
    await Promise.resolve(meet(one, { provider: "github", label: "CI", accessToken: "n0kn0wnshape" })).catch(
      () => undefined,
    );
    expect(one.redact("said n0kn0wnshape")).toBe("said [secret]");
  });

  it("knows the API key, and masks it in problems where it does not belong", () => {
    const one = lifecycle({ apiKey: "cgk_live_x" });
    const { problems } = one.check(
      { ...declared, verify: "n0kn0wnshape", accessToken: "n0kn0wnshape" },
      {},
      "ci",
    );
    expect(problems.map(({ message }) => one.redact(message)).join()).toContain('found "[secret]"');
    expect(one.redact("key cgk_live_x")).toBe("key [secret]");
  });
});
