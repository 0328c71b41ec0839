import { describe, expect, test } from "vitest";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

/** A refusal names the fields that are wrong, and has no code. */
async function expectRefused(method: string, path: string, body: unknown, error: string): Promise<void> {
  const answer = await api.ask(method, path, { body });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ error: expect.stringContaining(error) });
}

const NO_OBJECTS = ["", "{", "no JSON", "null", "[]", '"text"', "3"];

describe("create accepts", () => {
  test.each<[string, object]>([
    ["GitLab", { ...GITHUB, provider: "gitlab" }],
    ["a label of any characters", { ...GITHUB, label: "été \u{1f680}\n".repeat(100) }],
    ["a token of one character", { ...GITHUB, access_token: "t" }],
    ["more fields, which it ignores", { ...GITHUB, id: "mine", external_username: "me" }],
  ])("%s", async (_, body) => {
    expect(await api.ask("POST", CONNECTIONS, { body })).toMatchObject({ status: 201 });
    expect((await api.onlyConnection()).id).toMatch(/^[A-Za-z0-9_-]{21}$/);
  });
});

test("a number for a label is stored as a text", async () => {
  const id = await api.create({ ...GITHUB, label: 7 });
  expect(await api.onlyConnection()).toMatchObject({ label: "7" });
  expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: { label: 8 } })).status).toBe(200);
  expect(await api.onlyConnection()).toMatchObject({ label: "8" });
});

test("a label with U+0000 is too much for the service's database: 500, and nothing is done", async () => {
  const id = await api.create();
  for (const [method, path] of [
    ["POST", CONNECTIONS],
    ["PATCH", `${CONNECTIONS}/${id}`],
  ] as const)
    expect(await api.ask(method, path, { body: { ...GITHUB, label: "a\u0000b" } })).toMatchObject({
      status: 500,
    });
  expect(await api.onlyConnection()).toMatchObject({ label: GITHUB.label });
});

describe("create refuses", () => {
  test.each<[string, object, string]>([
    ["an unknown provider", { provider: "bitbucket" }, "provider"],
    ["a provider in capitals", { provider: "GitHub" }, "provider"],
    ["no provider", { provider: undefined }, "provider"],
    ["an empty label", { label: "" }, "label"],
    ["no label", { label: undefined }, "label"],
    ["null for a label", { label: null }, "label"],
    ["an object for a label", { label: { text: "x" } }, "label"],
    ["an empty token", { access_token: "" }, "access_token"],
    ["no token", { access_token: undefined }, "access_token"],
    ["a list of tokens", { access_token: ["t"] }, "access_token"],
  ])("%s", async (_, fields, error) => {
    await expectRefused("POST", CONNECTIONS, { ...GITHUB, ...fields }, error);
    expect(await api.connections()).toEqual([]);
  });

  test("all that is wrong at once", async () => {
    for (const field of ["provider", "label", "access_token"])
      await expectRefused("POST", CONNECTIONS, {}, field);
  });

  test.each(NO_OBJECTS)("a body that is no object: %s", async (body) => {
    await expectRefused("POST", CONNECTIONS, body, "JSON object");
  });
});

describe("update", () => {
  test.each<[string, object]>([
    ["nothing", {}],
    ["an empty label", { label: "" }],
    ["an empty token", { access_token: "" }],
    ["both empty", { label: "", access_token: "" }],
    ["only what cannot be changed", { provider: "gitlab", id: "other" }],
  ])("refuses %s: there is nothing to update, and updated_at stays", async (_, body) => {
    const id = await api.create();
    const before = await api.onlyConnection();
    const answer = await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body });
    expect([answer.status, answer.body]).toEqual([400, { error: "Nothing to update" }]);
    expect(await api.onlyConnection()).toEqual(before);
  });

  test("takes an empty text beside another field as absent", async () => {
    const id = await api.create();
    const { tokenSha256 } = await api.onlyConnection();
    const body = { label: "renamed", access_token: "" };
    expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body })).status).toBe(200);
    expect(await api.onlyConnection()).toMatchObject({ label: "renamed", tokenSha256 });
    const rotation = { label: "", access_token: "ghp_another" };
    expect((await api.ask("PATCH", `${CONNECTIONS}/${id}`, { body: rotation })).status).toBe(200);
    const after = await api.onlyConnection();
    expect(after.label).toBe("renamed");
    expect(after.tokenSha256).not.toBe(tokenSha256);
  });

  test.each<[object, string]>([
    [{ label: null }, "label"],
    [{ label: ["x"] }, "label"],
    [{ label: "fine", access_token: { token: "t" } }, "access_token"],
  ])("refuses %j, and changes nothing", async (body, error) => {
    const id = await api.create();
    const before = await api.onlyConnection();
    await expectRefused("PATCH", `${CONNECTIONS}/${id}`, body, error);
    expect(await api.onlyConnection()).toEqual(before);
  });

  test.each(NO_OBJECTS)("refuses a body that is no object: %s", async (body) => {
    await expectRefused("PATCH", `${CONNECTIONS}/${await api.create()}`, body, "JSON object");
  });
});

test("no refusal repeats what was sent", async () => {
  const secret = "ghp_thisMustNotComeBack";
  const bodies = [
    { ...GITHUB, access_token: [secret] },
    { ...GITHUB, provider: secret },
    { ...GITHUB, label: { secret } },
    `{"access_token": "${secret}`,
  ];
  for (const body of bodies) {
    const answer = await api.ask("POST", CONNECTIONS, { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
  }
});
