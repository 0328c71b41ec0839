import { describe, expect, it } from "vitest";
import { declared, failureOf, useEmulator } from "../../test/support/coregit/useEmulator";
import { readSettings, requireMasterKey } from "./settings";

const read = (config: Record<string, string>, environment: Record<string, string> = {}) =>
  readSettings((key) => config[key], environment);

const DEFAULTS = { apiKey: "", baseUrl: "https://api.coregit.dev", listLagMs: 90_000 };

const good = { "coregit:apiKey": "cgk_live_1" };

describe("readSettings", () => {
  it("takes the configuration before the environment", () => {
    const environment = {
      COREGIT_API_KEY: "cgk_live_env",
      COREGIT_BASE_URL: "https://env",
      COREGIT_LIST_LAG_SECONDS: "3",
    };
    expect(read({ ...good, "coregit:baseUrl": "https://file" }, environment)).toMatchObject({
      settings: { apiKey: "cgk_live_1", baseUrl: "https://file", listLagMs: 3_000 },
      problems: [],
    });
    expect(read({ ...good, "coregit:listLagSeconds": "0" }, environment).settings.listLagMs).toBe(0);
  });

  it("takes an empty value for none, and each setting from its own variable", () => {
    const environment = {
      COREGIT_API_KEY: "cgk_live_env",
      COREGIT_BASE_URL: "",
      COREGIT_LIST_LAG_SECONDS: "",
    };
    const empty = { "coregit:apiKey": "", "coregit:baseUrl": "", "coregit:listLagSeconds": "" };
    expect(read(empty, environment)).toMatchObject({
      settings: { ...DEFAULTS, apiKey: "cgk_live_env" },
      problems: [],
    });
    expect(read({}).settings).toEqual(DEFAULTS);
  });

  it("takes nothing of the other service's", () => {
    const environment = { SIGSENTRY_API_KEY: "ss_secret_1", SIGSENTRY_BASE_URL: "https://sigsentry" };
    expect(read({ "sigsentry:apiKey": "ss_secret_1" }, environment).settings).toEqual(DEFAULTS);
  });

  it("reports everything at once", () => {
    const wrong = {
      "coregit:apiKey": "ghp_1",
      "coregit:baseUrl": "coregit",
      "coregit:listLagSeconds": "soon",
    };
    expect(read(wrong).problems.map(({ path }) => path)).toEqual(Object.keys(wrong));
  });

  it.each([
    ["0", 0],
    ["0.05", 50],
    ["3", 3_000],
    ["600", 600_000],
  ])("takes a lag of %s seconds", (seconds, listLagMs) => {
    expect(read({ ...good, "coregit:listLagSeconds": seconds })).toMatchObject({
      settings: { listLagMs },
      problems: [],
    });
  });

  it.each([
    "600.1",
    "601",
    "-1",
    "soon",
    "1e2",
    "0x10",
    ".5",
    "1.",
    " 3",
    "3s",
    "Infinity",
    "NaN",
  ])("refuses a lag of %j seconds", (seconds) => {
    expect(read({ ...good, "coregit:listLagSeconds": seconds }).problems).toEqual([
      {
        path: "coregit:listLagSeconds",
        message: "must be a number of seconds from 0 to 600; the default is 90.",
      },
    ]);
    expect(read(good, { COREGIT_LIST_LAG_SECONDS: seconds }).problems).toMatchObject([
      { path: "COREGIT_LIST_LAG_SECONDS" },
    ]);
  });

  it.each(["cgk_live_1", "cgt_1"])("accepts the key %s", (apiKey) => {
    expect(read({ "coregit:apiKey": apiKey })).toMatchObject({ settings: { apiKey }, problems: [] });
  });

  it.each([
    [
      "",
      "is not set. Make a master key (cgk_live_…) in Coregit. Set it with `pulumi config set --secret coregit:apiKey`, or in COREGIT_API_KEY.",
    ],
    [
      "ghp_abc123",
      "is not a Coregit key: those start with cgk_live_ (master keys) or cgt_ (scoped keys). Set it with `pulumi config set --secret coregit:apiKey`, or in COREGIT_API_KEY.",
    ],
    ["ss_secret_abc123", expect.stringMatching(/^is not a Coregit key/)],
    ["cgk_test_abc123", expect.stringMatching(/^is not a Coregit key/)],
    ["CGK_LIVE_abc123", expect.stringMatching(/^is not a Coregit key/)],
    ["abc123_cgk_live_", expect.stringMatching(/^is not a Coregit key/)],
    ["abc123cgt_", expect.stringMatching(/^is not a Coregit key/)],
    [
      "Bearer cgk_live_abc123",
      expect.stringMatching(/^starts with the word that goes before.*COREGIT_API_KEY/),
    ],
    [
      "cgk_live_abc123\n",
      expect.stringMatching(/^ends with U\+000A LINE FEED: was it read with a line break/),
    ],
    ["cgt_abc123…", expect.stringMatching(/^ends with U\+2026 HORIZONTAL ELLIPSIS.*COREGIT_API_KEY/)],
  ])("refuses the key %j without showing it", (apiKey, message) => {
    const { problems } = read({ "coregit:apiKey": apiKey });
    expect(problems).toEqual([{ path: "coregit:apiKey", message }]);
    expect(problems[0]?.message).not.toContain("abc123");
  });

  it.each([
    ["http://api.coregit.dev", /https/],
    ["http://127.0.0.1.evil.example", /https/],
    ["https://api.coregit.dev/v1", /\/v1/],
    ["https://api.coregit.dev/v1/", /\/v1/],
    ["https://u:p@api.coregit.dev", /user name/],
    ["https://api.coregit.dev?x=1", /query/],
    ["https://proxy.example?", /query/],
    ["https://proxy.example/a/#", /fragment/],
    ["https://proxy.example/a?b@c", /query/],
    ["https://proxy\n.example", /white space/],
    [" https://proxy.example", /white space/],
    ["https://proxy.example\\@b", /backslashes/],
    ["https://@proxy.example", /user name/],
    ["https:proxy.example", /:\/\//],
    ["https:///proxy.example", /host/],
    ["ftp://localhost", /https/],
    ["coregit", /not a URL; the default is https:\/\/api\.coregit\.dev/],
  ])("refuses the address %s", (baseUrl, message) => {
    const { problems } = read({ ...good, "coregit:baseUrl": baseUrl });
    expect(problems).toEqual([{ path: "coregit:baseUrl", message: expect.stringMatching(message) }]);
  });

  it.each(["http://127.0.0.1:8080", "https://proxy.example/coregit//"])("accepts %s", (baseUrl) => {
    const { settings, problems } = read({ ...good, "coregit:baseUrl": baseUrl });
    expect(problems).toEqual([]);
    expect(settings.baseUrl).toBe(baseUrl.replace(/\/+$/, ""));
  });
});

describe("requireMasterKey", () => {
  it("lets master keys pass, and shows no part of others", () => {
    expect(() => requireMasterKey({ ...DEFAULTS, apiKey: "cgk_live_1" })).not.toThrow();
    const scoped = { ...DEFAULTS, apiKey: "cgt_abc123" };
    expect(() => requireMasterKey(scoped)).toThrow(
      /^coregit:apiKey is a scoped key \(cgt_…\).* Use a master key \(cgk_live_…\)\. Set it with .* Nothing was changed\.$/,
    );
    expect(() => requireMasterKey(scoped)).not.toThrow("abc123");
  });
});

describe("a scoped key", () => {
  const { emulator, lifecycle, checked, held, requests } = useEmulator();
  const scoped = () => lifecycle({ apiKey: emulator().coregit.scopedToken });

  async function create(fields = {}) {
    const inputs = checked({ ...declared, ...fields });
    const { id, state } = await lifecycle().create(inputs, "ci");
    await requests();
    return { id, state, inputs };
  }

  it("creates, changes and deletes nothing, and does not even ask", async () => {
    const { id, state, inputs } = await create();
    const before = await held();
    const rotated = checked({ ...declared, accessToken: "ghp_othertoken" }, inputs);
    for (const refused of [
      scoped().create(checked({ ...declared, label: "more" }), "more"),
      scoped().update(id, state, { ...inputs, label: "renamed" }),
      scoped().update(id, state, rotated),
      scoped().delete(id, state),
    ]) {
      expect((await failureOf(refused)).message).toMatch(/^coregit:apiKey is a scoped key/);
    }
    expect(await requests()).toEqual([]);
    expect(await held()).toEqual(before);
  });

  it("reads, lists and tests", async () => {
    const { id, state } = await create({ verify: true });
    expect(await scoped().read(id, state)).toMatchObject({ state: { status: { valid: true } } });
    expect((await scoped().list()).listed).toMatchObject([{ id }]);
    expect(await requests()).toEqual(["GET /connections", "POST /connections/ID/test", "GET /connections"]);
  });

  it("is enough for an update that changes nothing at the service", async () => {
    const { id, state, inputs } = await create();
    const after = await scoped().update(id, state, { ...inputs, deletionProtection: true });
    expect(after).toMatchObject({ deletionProtection: true });
    expect(await requests()).toEqual([]);
  });

  it("is enough to adopt a connection as it is, and for nothing more", async () => {
    const { id } = await create();
    const keeping = { provider: "github", adopt: id };
    const adopting = scoped().create(checked({ ...keeping, label: "CI" }), "other");
    expect(await adopting).toMatchObject({ id, state: { label: "CI" } });
    const changing = scoped().create(checked({ ...keeping, label: "renamed" }), "other");
    expect((await failureOf(changing)).message).toMatch(/^coregit:apiKey is a scoped key/);
    expect(await held()).toMatchObject([{ label: "CI" }]);
  });
});

describe("unusable settings", () => {
  const { lifecycle, requests } = useEmulator();

  it.each(["", "ss_secret_1"])("are refused before anything is sent: %j", async (apiKey) => {
    const one = lifecycle({ apiKey });
    const { inputs, problems } = one.check(declared, {}, "ci");
    expect(problems.map(({ path }) => path)).toEqual(["coregit:apiKey"]);
    for (const refused of [
      one.create(inputs, "ci"),
      one.read("id", inputs),
      one.update("id", inputs, { ...inputs, label: "renamed" }),
      one.delete("id", inputs),
      one.list(),
    ]) {
      expect((await failureOf(refused)).message).toMatch(/^coregit:apiKey is not/);
    }
    expect(await requests()).toEqual([]);
  });
});
