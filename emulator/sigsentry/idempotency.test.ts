import { expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();
const OTHER = { ...GITHUB, repositories: ["acme/other"] };

function post(idempotencyKey: string, body: object = GITHUB, key = api.emulator.apiKey) {
  return api.ask("POST", REPOS, { body, key, headers: { "idempotency-key": idempotencyKey } });
}

async function storedIds(): Promise<string[]> {
  const connections = await api.emulator.control.sigsentry.connections(api.emulator.projectId);
  return connections.map(({ id }) => id);
}

test("the same key with the same body gets the first answer, and creates nothing", async () => {
  const first = await post("once");
  const second = await post("once");
  expect(second.status).toBe(201);
  expect(second.body).toEqual(first.body);
  expect(await storedIds()).toHaveLength(1);
  expect((await api.emulator.control.log()).map(({ replayed }) => replayed)).toEqual([false, true]);
});

test("without a key, or with another, each request creates", async () => {
  await api.create(GITHUB);
  await api.create(GITHUB);
  await post("");
  await post("");
  await post("one");
  await post("two");
  expect(await storedIds()).toHaveLength(6);
});

test("the first answer is repeated even when the connection is gone: a dead id", async () => {
  const first = await post("once");
  const [id] = await storedIds();
  await api.ask("DELETE", `${REPOS}/${id}`);
  expect((await post("once")).body).toEqual(first.body);
  expect(await storedIds()).toEqual([]);
});

test("409: the same key with another body", async () => {
  await post("once");
  expect(await post("once", OTHER)).toMatchObject({
    status: 409,
    body: { success: false, error: { code: "IDEMPOTENCY_KEY_CONFLICT" } },
  });
  expect(await storedIds()).toHaveLength(1);
});

test("keys are private to the API key", async () => {
  const { control, projectId } = api.emulator;
  const other = await control.sigsentry.seedKey({ projectId });
  await post("once");
  expect((await post("once", OTHER, other.value)).status).toBe(201);
  expect(await storedIds()).toHaveLength(2);
});

test("409: the same key for another project of the tenant", async () => {
  const { control, orgKey, projectId } = api.emulator;
  const [mine] = await control.sigsentry.projects();
  const sister = await control.sigsentry.seedProject({ tenantId: mine?.tenantId ?? "" });
  const inProject = (id: string) =>
    api.ask("POST", REPOS, {
      body: GITHUB,
      key: orgKey,
      headers: { "x-project-id": id, "idempotency-key": "once" },
    });
  expect((await inProject(projectId)).status).toBe(201);
  expect((await inProject(sister.id)).status).toBe(409);
});

test("a key is forgotten after the window, by the emulator's clock", async () => {
  const { control } = api.emulator;
  await control.sigsentry.changeSettings({ idempotencyWindowSeconds: 600 });
  await post("once");
  await control.advanceClock(590_000);
  expect((await post("once", OTHER)).status).toBe(409);
  await control.advanceClock(10_001);
  expect((await post("once", OTHER)).status).toBe(201);
  expect(await storedIds()).toHaveLength(2);
});

test("the window is a day unless set", async () => {
  const { control } = api.emulator;
  await post("once");
  await control.advanceClock(24 * 3_600_000 - 60_000);
  await post("once");
  expect(await storedIds()).toHaveLength(1);
  await control.advanceClock(60_001);
  await post("once");
  expect(await storedIds()).toHaveLength(2);
});

test("requests that arrive together create one connection", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post("once")));
  const [id] = await storedIds();
  expect(await storedIds()).toHaveLength(1);
  for (const { status, body } of answers) expect([status, body]).toMatchObject([201, { data: { id } }]);
});

test("a second request while the first waits for its answer creates nothing", async () => {
  await api.emulator.control.addFault({ effect: { kind: "delay", ms: 200, when: "after" } });
  const first = post("once");
  await expect.poll(storedIds).toHaveLength(1);
  const second = await post("once");
  expect(second.body).toEqual((await first).body);
  expect(await storedIds()).toHaveLength(1);
});

test("a refused create does not use the key up", async () => {
  expect((await post("once", { ...GITHUB, repositories: [] })).status).toBe(400);
  expect((await post("once")).status).toBe(201);
});

test("400: a key of more than 255 characters", async () => {
  expect((await post("k".repeat(255))).status).toBe(201);
  expect(await post("k".repeat(256))).toMatchObject({
    status: 400,
    body: { error: { code: "VALIDATION_ERROR" } },
  });
});
