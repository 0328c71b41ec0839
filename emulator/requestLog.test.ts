import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { REDACTED } from "./redact";
import { GITHUB, REPOS, useEmulator } from "./testSupport";

const api = useEmulator();

test("shows what was asked, by whom and how it ended", async () => {
  const answer = await api.ask("POST", `${REPOS}?dry=1`, {
    body: GITHUB,
    headers: { "idempotency-key": "once", "user-agent": "tests/1", "x-project-id": api.emulator.projectId },
  });
  const hash = createHash("sha256").update(api.emulator.apiKey).digest("hex").slice(0, 8);
  expect(await api.emulator.control.log()).toEqual([
    {
      sequence: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: answer.headers.get("x-request-id"),
      method: "POST",
      path: `${REPOS}?dry=1`,
      headers: {
        "idempotency-key": "once",
        "user-agent": "tests/1",
        "x-project-id": api.emulator.projectId,
        "content-type": "text/plain;charset=UTF-8",
      },
      body: { ...GITHUB, credentials: { token: REDACTED } },
      key: { kind: "ss_secret", hash },
      status: 201,
      durationMs: expect.any(Number),
      fault: null,
      replayed: false,
    },
  ]);
});

test("can be read from a point on, and cleared without starting to count anew", async () => {
  const { control } = api.emulator;
  await api.ask("GET", REPOS);
  await api.ask("GET", "/somewhere/else");
  const [first, second] = await control.log();
  expect(second).toMatchObject({ path: "/somewhere/else", status: 404 });
  expect(await control.log(first?.sequence)).toEqual([second]);
  await control.clearLog();
  expect(await control.log()).toEqual([]);
  await api.ask("GET", REPOS);
  expect((await control.log())[0]?.sequence).toBe((second?.sequence ?? 0) + 1);
});

test("does not show requests to the control surface", async () => {
  await api.emulator.control.now();
  expect(await api.emulator.control.log()).toEqual([]);
});

test("notes a body that is no JSON without showing any of it", async () => {
  await api.ask("POST", REPOS, { body: '{"credentials": {"token": "half a tok' });
  await api.ask("GET", REPOS);
  expect((await api.emulator.control.log()).map(({ body }) => body)).toEqual(["[not JSON, 37 bytes]", null]);
});

test("holds no secret, wherever it was put and however it was spelled", async () => {
  const token = "s3cr3t/of the+host=";
  const base64 = Buffer.from(`x:${token}`).toString("base64");
  const tooEarly = "known-only-later";
  const wrongKey = "not_a_key_of_ours";
  await api.ask("PUT", `${REPOS}/${tooEarly}`, {
    body: { note: tooEarly },
    headers: { "user-agent": tooEarly },
  });
  await api.ask("POST", REPOS, {
    body: {
      ...GITHUB,
      credentials: { token },
      repositories: [token, encodeURIComponent(token)],
      serviceMappings: [{ serviceName: base64, [token]: "as a name", repo: [{ deep: `(${token})` }] }],
      credential: { odd: tooEarly },
    },
    headers: {
      "idempotency-key": `key ${base64}`,
      "user-agent": encodeURIComponent(token),
      "x-project-id": token,
    },
  });
  await api.ask("GET", `${REPOS}?token=${encodeURIComponent(token)}&key=${api.emulator.apiKey}`, {
    key: wrongKey,
  });
  await api.ask("GET", `${REPOS}/${api.emulator.orgKey}/${wrongKey}`);

  const log = JSON.stringify(await api.emulator.control.log());
  const { apiKey, orgKey } = api.emulator;
  const spellings = [
    token,
    encodeURIComponent(token),
    base64,
    Buffer.from(token).toString("base64").slice(0, 20),
  ];
  for (const secret of [...spellings, tooEarly, wrongKey, apiKey, orgKey]) expect(log).not.toContain(secret);
  expect(log).toContain(REDACTED);
});
