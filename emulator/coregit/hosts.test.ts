import { describe, expect, test } from "vitest";
import { sha256 } from "../fingerprint";
import type { HostAccountSeed } from "./seeds";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();
const TOKEN = GITHUB.access_token;
const REFUSED =
  'GitHub token validation failed: 401 {"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}';

function account(username: string | null, more: Partial<HostAccountSeed> = {}) {
  return api.control.seedHostAccount({ provider: "github", token: TOKEN, username, ...more });
}

/** What `test` answers on a connection, always with status 200. */
async function tested(id: string): Promise<unknown> {
  const { status, body } = await api.ask("POST", `${CONNECTIONS}/${id}/test`);
  expect(status).toBe(200);
  return body;
}

describe("a token", () => {
  test("is its account's, and so is external_username", async () => {
    await account("octocat");
    const id = await api.create();
    expect(await api.onlyConnection()).toMatchObject({ externalUsername: "octocat" });
    expect(await tested(id)).toEqual({ valid: true, username: "octocat" });
  });

  test("that nobody seeded is accepted, and its user's name is always the same and tells nothing", async () => {
    const id = await api.create();
    const username = `user-${sha256(TOKEN).slice(0, 8)}`;
    expect(await tested(id)).toEqual({ valid: true, username });
    await api.create({ ...GITHUB, provider: "gitlab" });
    expect(await api.connections()).toMatchObject([
      { externalUsername: username },
      { externalUsername: username },
    ]);
  });

  test("may be nobody's", async () => {
    await account(null);
    const { body } = await api.ask("POST", CONNECTIONS, { body: GITHUB });
    expect(body).toMatchObject({ external_username: null });
    const { id } = await api.onlyConnection();
    expect(await tested(id)).toEqual({ valid: true, username: null });
  });

  test("is known at one host, and a stranger at the other", async () => {
    await account("octocat", { valid: false });
    const gitlab = await api.create({ ...GITHUB, provider: "gitlab" });
    expect(await tested(gitlab)).toMatchObject({ valid: true });
    expect((await api.ask("POST", CONNECTIONS, { body: GITHUB })).status).toBe(400);
  });
});

describe("a token that its host refuses", () => {
  test("is 400 on create with the host's status and text, and nothing is made", async () => {
    await account("octocat", { valid: false });
    const answer = await api.ask("POST", CONNECTIONS, { body: GITHUB });
    expect([answer.status, answer.body]).toEqual([400, { error: REFUSED }]);
    expect(await api.connections()).toEqual([]);
  });

  test("is 400 on update, and the label sent with it is not changed either", async () => {
    const id = await api.create();
    const before = await api.onlyConnection();
    await account("octocat", { token: "ghp_bad", valid: false });
    const body = { label: "renamed", access_token: "ghp_bad" };
    const answer = await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body });
    expect([answer.status, answer.body]).toEqual([400, { error: REFUSED }]);
    expect(await api.onlyConnection()).toEqual(before);
  });

  test("may have been accepted before: test says so, updates of the label go on, the connection stays", async () => {
    await account("octocat");
    const id = await api.create();
    await account("octocat", { valid: false });
    const before = await api.onlyConnection();
    expect(await tested(id)).toEqual({ valid: false, error: REFUSED });
    expect(await api.onlyConnection()).toEqual(before);
    expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: "x" } })).status).toBe(200);
    await account("octocat", { valid: true });
    expect(await tested(id)).toEqual({ valid: true, username: "octocat" });
  });

  test("has other words at GitLab", async () => {
    await account("me", { provider: "gitlab", valid: false });
    const { body } = await api.ask("POST", CONNECTIONS, { body: { ...GITHUB, provider: "gitlab" } });
    expect(body).toEqual({
      error: 'GitLab token validation failed: 401 {"message":"401 Unauthorized"}',
    });
  });

  test("renamed account: test tells the new name, the connection keeps the old one", async () => {
    await account("before");
    const id = await api.create();
    await account("after");
    expect(await tested(id)).toEqual({ valid: true, username: "after" });
    expect(await api.onlyConnection()).toMatchObject({ externalUsername: "before" });
  });
});

describe("a host that is not to be asked", () => {
  test.each([
    ["github", "down", "GitHub token validation failed: 503 Service Unavailable"],
    [
      "github",
      "rate-limited",
      expect.stringMatching(/^GitHub token validation failed: 403 \{"message":"API rate limit exceeded /),
    ],
    ["gitlab", "down", "GitLab token validation failed: 502 Bad Gateway"],
    ["gitlab", "rate-limited", "GitLab token validation failed: 429 Retry later"],
    ["github", "unreachable", "fetch failed"],
    ["gitlab", "unreachable", "fetch failed"],
  ] as const)("makes a good token look bad: %s %s", async (provider, health, error) => {
    const id = await api.create({ ...GITHUB, provider });
    const before = await api.onlyConnection();
    await api.control.changeSettings({ hosts: { [provider]: health } });
    const creation = await api.ask("POST", CONNECTIONS, { body: { ...GITHUB, provider } });
    expect([creation.status, creation.body]).toEqual([400, { error }]);
    const rotation = { body: { access_token: "ghp_new" } };
    expect(await api.ask("PATCH", `${CONNECTIONS}/${id}`, rotation)).toMatchObject({
      status: 400,
      body: { error },
    });
    expect(await tested(id)).toEqual({ valid: false, error });
    expect(await api.onlyConnection()).toEqual(before);
    await api.control.changeSettings({ hosts: { [provider]: "up" } });
    expect(await tested(id)).toMatchObject({ valid: true });
  });

  test("is set for each host alone", async () => {
    await api.control.changeSettings({ hosts: { github: "down" } });
    const { hosts } = await api.control.changeSettings({ hosts: { gitlab: "rate-limited" } });
    expect(hosts).toEqual({ github: "down", gitlab: "rate-limited" });
  });

  test("is no obstacle for the other host, nor for what needs no validation", async () => {
    const id = await api.create();
    await api.control.changeSettings({ hosts: { github: "down" } });
    expect((await api.ask("POST", CONNECTIONS, { body: { ...GITHUB, provider: "gitlab" } })).status).toBe(
      201,
    );
    expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: "x" } })).status).toBe(200);
    expect((await api.ask("DELETE", `${CONNECTIONS}/${id}`)).status).toBe(200);
  });
});

describe("the text of a failed validation", () => {
  test("quotes the token back where the settings say so", async () => {
    await account("octocat");
    const id = await api.create();
    await account("octocat", { valid: false });
    await api.control.changeSettings({ quoteTokens: true });
    const error = `${REFUSED} (token ${TOKEN})`;
    expect((await api.ask("POST", CONNECTIONS, { body: GITHUB })).body).toEqual({ error });
    expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { access_token: TOKEN } })).body).toEqual({
      error,
    });
    expect(await tested(id)).toEqual({ valid: false, error });
    expect(JSON.stringify(await api.emulator.control.log())).not.toContain(TOKEN);
  });

  test("does not otherwise", async () => {
    await account("octocat", { valid: false });
    const { body } = await api.ask("POST", CONNECTIONS, { body: GITHUB });
    expect(JSON.stringify(body)).not.toContain(TOKEN);
  });
});
