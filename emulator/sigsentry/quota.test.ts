import { expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();
const EXCEEDED = { status: 403, body: { success: false, error: { code: "QUOTA_EXCEEDED" } } };

function repositories(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `acme/repo-${index}`);
}

function post(count: number, key = api.emulator.apiKey) {
  return api.ask("POST", REPOS, { key, body: { ...GITHUB, repositories: repositories(count) } });
}

test("counts the repositories of all connections of the project, paused ones too", async () => {
  await api.emulator.control.sigsentry.changeSettings({ quotas: { Enterprise: 5 } });
  const id = await api.create({ ...GITHUB, repositories: repositories(3) });
  await api.ask("PUT", `${REPOS}/${id}`, { body: { isActive: false } });
  expect(await post(3)).toMatchObject(EXCEEDED);
  expect((await post(2)).status).toBe(201);
  expect(await post(1)).toMatchObject(EXCEEDED);
  await api.ask("DELETE", `${REPOS}/${id}`);
  expect((await post(3)).status).toBe(201);
});

test("an update counts what the connection will have, not what it had", async () => {
  await api.emulator.control.sigsentry.changeSettings({ quotas: { Enterprise: 5 } });
  const id = await api.create({ ...GITHUB, repositories: repositories(3) });
  const put = (count: number) =>
    api.ask("PUT", `${REPOS}/${id}`, { body: { repositories: repositories(count) } });
  expect((await put(5)).status).toBe(200);
  expect(await put(6)).toMatchObject(EXCEEDED);
  await api.emulator.control.sigsentry.changeSettings({ quotas: { Enterprise: 1 } });
  expect((await put(4)).status).toBe(200);
});

test("of one plan leaves the others as they are", async () => {
  const { sigsentry } = api.emulator.control;
  const before = await sigsentry.settings();
  const after = await sigsentry.changeSettings({ quotas: { Pro: 1 } });
  expect(after.quotas).toEqual({ ...before.quotas, Pro: 1 });
  await api.emulator.control.reset();
  expect(await sigsentry.settings()).toEqual(before);
});

test("depends on the project's plan and is no other project's business", async () => {
  const { sigsentry } = api.emulator.control;
  const { id: projectId } = await sigsentry.seedProject({ plan: "Starter" });
  const { value } = await sigsentry.seedKey({ projectId });
  expect((await post(20)).status).toBe(201);
  expect((await post(5, value)).status).toBe(201);
  expect(await post(1, value)).toMatchObject(EXCEEDED);
});
