import { describe, expect, test } from "vitest";
import { sha256 } from "../fingerprint";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

function seed(more: object = {}) {
  const { organisationId } = api;
  return { organisationId, provider: "gitlab" as const, label: "from the dashboard", ...more };
}

describe("a connection made in the dashboard", () => {
  test("is listed like any other", async () => {
    const lastSyncedAt = "2026-04-05T12:30:00.000Z";
    const made = await api.control.seedConnection(seed({ accessToken: "glpat-seeded", lastSyncedAt }));
    expect(made).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{21}$/),
      position: expect.any(Number),
      organisationId: api.organisationId,
      provider: "gitlab",
      label: "from the dashboard",
      externalUsername: `user-${sha256("glpat-seeded").slice(0, 8)}`,
      tokenSha256: sha256("glpat-seeded"),
      lastSyncedAt,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.createdAt,
      listedAs: {},
    });
    expect((await api.ask("GET", CONNECTIONS)).body).toMatchObject({
      connections: [{ id: made.id, label: "from the dashboard", last_synced_at: lastSyncedAt }],
    });
    expect(await api.onlyConnection()).toEqual(made);
  });

  test("may be listed as what no call could make", async () => {
    await api.control.seedConnection(seed({ listedAs: { provider: "gitea", label: 7 } }));
    expect((await api.ask("GET", CONNECTIONS)).body).toMatchObject({
      connections: [{ provider: "gitea", label: 7, external_username: expect.any(String) }],
    });
  });

  test("has a grant of its own when no token is given, different each time and accepted", async () => {
    const [one, two] = [await api.control.seedConnection(seed()), await api.control.seedConnection(seed())];
    expect(one.tokenSha256).not.toBe(two.tokenSha256);
    expect((await api.ask("POST", `${CONNECTIONS}/${one.id}/test`)).body).toEqual({
      valid: true,
      username: one.externalUsername,
    });
  });

  test("may have any id that is new, any user name, and a token its host refuses", async () => {
    const token = "glpat-refused";
    await api.control.seedHostAccount({ provider: "gitlab", token, username: "me", valid: false });
    const made = await api.control.seedConnection(
      seed({ id: "c_1", accessToken: token, externalUsername: "x" }),
    );
    expect(made).toMatchObject({ id: "c_1", externalUsername: "x" });
    await expect(api.control.seedConnection(seed({ id: "c_1" }))).rejects.toThrow("already");
    await expect(api.control.seedConnection(seed({ organisationId: "nowhere" }))).rejects.toThrow(
      "there is no organisation nowhere",
    );
  });
});

describe("an edit in the dashboard", () => {
  test("changes what is given and moves updatedAt", async () => {
    const id = await api.create();
    const before = await api.onlyConnection();
    const lastSyncedAt = "2026-05-06T07:08:09.000Z";
    const edited = await api.control.editConnection(id, { label: "renamed", lastSyncedAt });
    expect(edited).toEqual({ ...before, label: "renamed", lastSyncedAt, updatedAt: edited.updatedAt });
    expect(edited.updatedAt > before.updatedAt).toBe(true);
    expect(await api.control.editConnection(id, { lastSyncedAt: null })).toMatchObject({
      label: "renamed",
      lastSyncedAt: null,
    });
  });

  test("of the token moves the user name, unless one is given", async () => {
    const id = await api.create();
    await api.control.seedHostAccount({ provider: "github", token: "ghp_bot", username: "bot" });
    expect(await api.control.editConnection(id, { accessToken: "ghp_bot" })).toMatchObject({
      tokenSha256: sha256("ghp_bot"),
      externalUsername: "bot",
    });
    const given = { accessToken: "ghp_bot", externalUsername: null };
    expect(await api.control.editConnection(id, given)).toMatchObject({ externalUsername: null });
    await expect(api.control.editConnection("nowhere", {})).rejects.toThrow("there is no connection nowhere");
  });
});

test("a deletion in the dashboard takes the sync configurations along, and is a 404 to the client", async () => {
  const id = await api.create();
  const configuration = await api.control.seedSyncConfiguration({ connectionId: id });
  expect(configuration).toMatchObject({ connectionId: id, organisationId: api.organisationId });
  expect(await api.control.syncConfigurations(api.organisationId)).toEqual([configuration]);
  await api.control.seedOrganisation({ id: "another" });
  expect(await api.control.syncConfigurations("another")).toEqual([]);
  await api.control.deleteConnection(id);
  expect(await api.control.syncConfigurations(api.organisationId)).toEqual([]);
  expect((await api.ask("POST", `${CONNECTIONS}/${id}/test`)).status).toBe(404);
  await expect(api.control.deleteConnection(id)).rejects.toThrow(`there is no connection ${id}`);
  await expect(api.control.seedSyncConfiguration({ connectionId: id })).rejects.toThrow("no connection");
});

describe("organisations and keys", () => {
  test("begin with one organisation, a master key and a scoped token", async () => {
    const { apiKey, scopedToken, organisationId } = api.emulator.coregit;
    expect(await api.control.organisations()).toEqual([{ id: organisationId }]);
    const keys = await api.control.keys();
    const common = { organisationId, revoked: false, expiresAt: null };
    expect(keys).toEqual([
      { ...common, id: expect.any(String), kind: "cgk_live" },
      { ...common, id: expect.any(String), kind: "cgt" },
    ]);
    expect(JSON.stringify(keys)).not.toContain(apiKey);
    expect(JSON.stringify(keys)).not.toContain(scopedToken);
  });

  test("can be added, with ids and values of one's own that are new", async () => {
    await api.control.seedOrganisation({ id: "acme" });
    const key = await api.control.seedKey({ organisationId: "acme", kind: "cgt", value: "cgt_ofAcme" });
    expect(key).toMatchObject({ value: "cgt_ofAcme", kind: "cgt", revoked: false });
    expect((await api.control.seedKey({ organisationId: "acme" })).value).toMatch(/^cgk_live_[0-9a-f]{32}$/);
    for (const [attempt, complaint] of [
      [() => api.control.seedOrganisation({ id: "acme" }), "already an organisation acme"],
      [() => api.control.seedKey({ organisationId: "nowhere" }), "there is no organisation nowhere"],
      [() => api.control.seedKey({ organisationId: "acme", value: "cgt_x" }), "begins with cgk_live_"],
      [
        () => api.control.seedKey({ organisationId: "acme", kind: "cgt", value: "cgt_ofAcme" }),
        "already such a key",
      ],
      [() => api.control.changeKey("nowhere", { revoked: true }), "there is no key nowhere"],
    ] as const) {
      await expect(attempt()).rejects.toThrow(complaint);
    }
  });
});

test("settings that make no sense are refused and change nothing", async () => {
  const before = await api.control.settings();
  expect(before).toMatchObject({
    listLagMs: 0,
    lookupLagMs: null,
    quoteTokens: false,
    hosts: { github: "up", gitlab: "up" },
  });
  await expect(api.control.changeSettings({ listLagMs: -1 })).rejects.toThrow("400");
  await expect(
    api.control.changeSettings({ rateLimits: { minute: { limit: 1, windowSeconds: 0 } } }),
  ).rejects.toThrow("400");
  expect(await api.control.settings()).toEqual(before);
});

test("a reset leaves the first organisation and its keys, and nothing else", async () => {
  const { apiKey, scopedToken, organisationId } = api.emulator.coregit;
  const id = await api.create();
  await api.control.seedSyncConfiguration({ connectionId: id });
  const token = GITHUB.access_token;
  await api.control.seedHostAccount({ provider: "github", token, username: "octocat", valid: false });
  await api.control.changeSettings({ listLagMs: 1, quoteTokens: true, hosts: { gitlab: "down" } });
  await api.control.seedOrganisation({ id: "acme" });
  const { value: key } = await api.control.seedKey({ organisationId: "acme" });
  const [master] = await api.control.keys();
  await api.control.changeKey(master?.id ?? "", { revoked: true });
  const settings = await api.control.settings();

  await api.emulator.control.reset();
  expect(await api.connections()).toEqual([]);
  expect(await api.control.syncConfigurations(organisationId)).toEqual([]);
  expect(await api.control.organisations()).toEqual([{ id: organisationId }]);
  expect(await api.control.settings()).not.toEqual(settings);
  expect(await api.control.settings()).toMatchObject({ listLagMs: 0, hosts: { gitlab: "up" } });
  expect((await api.ask("GET", CONNECTIONS, { key })).status).toBe(401);
  expect((await api.ask("GET", CONNECTIONS, { key: scopedToken })).status).toBe(200);
  expect((await api.ask("POST", CONNECTIONS, { key: apiKey, body: GITHUB })).status).toBe(201);
});

test("no answer of the control surface tells a token", async () => {
  const secrets = ["glpat-ofTheSeed", "ghp_ofTheEdit", "ghp_ofTheAccount", "x-ofNobody"];
  const [seeded = "", edited = "", known = "", refused = ""] = secrets;
  const made = await api.control.seedConnection(seed({ accessToken: seeded }));
  const answers = [
    made,
    await api.control.editConnection(made.id, { accessToken: edited }),
    await api.control.seedHostAccount({ provider: "github", token: known, username: "octocat" }),
    await api.connections(),
    await api.control
      .seedConnection(seed({ provider: "bitbucket", accessToken: refused }))
      .catch((error: unknown) => String(error)),
  ];
  for (const secret of secrets) expect(JSON.stringify(answers)).not.toContain(secret);
  await api.ask("GET", `${CONNECTIONS}?${secrets.join("&")}`, { headers: { "user-agent": secrets.join() } });
  const log = JSON.stringify(await api.emulator.control.log());
  for (const secret of secrets) expect(log).not.toContain(secret);
});
