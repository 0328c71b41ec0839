import { expect, test } from "vitest";
import { sha256 } from "../fingerprint";
import { REDACTED } from "../redact";
import { CONNECTIONS, GITHUB, useCoregit } from "./testSupport";

const api = useCoregit();

test("shows what was asked and which key was used, without the token", async () => {
  const { apiKey, scopedToken } = api.emulator.coregit;
  await api.ask("POST", CONNECTIONS, { body: GITHUB });
  await api.ask("GET", CONNECTIONS, { key: scopedToken });
  const keyOf = (kind: string, value: string) => ({ kind, hash: sha256(value).slice(0, 8) });
  expect(await api.emulator.control.log()).toMatchObject([
    {
      method: "POST",
      path: CONNECTIONS,
      body: { ...GITHUB, access_token: REDACTED },
      key: keyOf("cgk_live", apiKey),
      status: 201,
      fault: null,
      replayed: false,
    },
    { method: "GET", path: CONNECTIONS, body: null, key: keyOf("cgt", scopedToken), status: 200 },
  ]);
});

test("tells keys that were refused, or not even looked at, and those of the other service", async () => {
  await api.ask("GET", CONNECTIONS, { key: "cgk_live_ofNobody" });
  await api.ask("GET", CONNECTIONS, { key: api.emulator.apiKey });
  await api.ask("GET", CONNECTIONS, { key: "something-else" });
  await api.ask("GET", CONNECTIONS, { key: null });
  await api.ask("GET", `${CONNECTIONS}/no/such/route`);
  const log = await api.emulator.control.log();
  expect(log.map(({ key }) => key?.kind)).toEqual([
    "cgk_live",
    "ss_secret",
    "unknown",
    undefined,
    "cgk_live",
  ]);
});

test("holds no secret, wherever it was put and however it was spelled", async () => {
  const token = "s3cr3t/of the+host=";
  const early = "known-only-later";
  const wrongKey = "no_key_of_ours";
  const base64 = Buffer.from(`x:${token}`).toString("base64");
  await api.ask("PATCH", `${CONNECTIONS}/${early}`, { body: { label: early } });
  await api.ask("POST", CONNECTIONS, {
    body: { ...GITHUB, access_token: token, label: `${base64} ${token}`, [token]: token },
    headers: { "user-agent": encodeURIComponent(token), "idempotency-key": base64 },
  });
  await api.ask("PATCH", `${CONNECTIONS}/x`, { body: { access_token: { deep: [early] } } });
  await api.ask("GET", `${CONNECTIONS}?key=${api.emulator.coregit.apiKey}`, { key: wrongKey });
  await api.ask("GET", `${CONNECTIONS}/${api.emulator.coregit.scopedToken}/${wrongKey}`);
  const log = JSON.stringify(await api.emulator.control.log());
  const { apiKey, scopedToken } = api.emulator.coregit;
  for (const secret of [token, encodeURIComponent(token), base64, early, wrongKey, apiKey, scopedToken])
    expect(log).not.toContain(secret);
  expect(log).toContain(REDACTED);
});
