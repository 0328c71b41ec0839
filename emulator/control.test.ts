import { expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "./testSupport";

const api = useEmulator();

test("the clock can be read, set and advanced, and times what the service does", async () => {
  const { control, projectId } = api.emulator;
  await control.setClock(new Date("2031-05-06T07:08:09Z"));
  await control.advanceClock(60_000);
  expect((await control.now()).toISOString()).toMatch(/^2031-05-06T07:09:/);
  await api.create(GITHUB);
  const [connection] = await control.sigsentry.connections(projectId);
  expect(connection?.createdAt).toMatch(/^2031-05-06T07:09:/);
  expect((await control.log())[0]?.time).toMatch(/^2031-05-06T07:09:/);
});

test("a reset leaves the first project and its keys, and nothing else", async () => {
  const { control, projectId, orgKey } = api.emulator;
  await api.create(GITHUB);
  await control.addFault({ effect: { kind: "drop" }, match: { path: "/never" } });
  await control.advanceClock(1_000_000_000);
  await control.sigsentry.changeSettings({ listShape: "paginated" });
  const other = await control.sigsentry.seedProject();
  const key = await control.sigsentry.seedKey({ projectId: other.id });

  await control.reset();
  expect(await control.sigsentry.connections(projectId)).toEqual([]);
  expect(await control.log()).toEqual([]);
  expect(await control.faults()).toEqual([]);
  expect((await control.sigsentry.settings()).listShape).toBe("array");
  expect((await control.sigsentry.projects()).map(({ id }) => id)).toEqual([projectId]);
  expect(Math.abs((await control.now()).getTime() - Date.now())).toBeLessThan(100_000);
  expect((await api.ask("GET", REPOS, { key: key.value })).status).toBe(401);
  expect(await api.ask("GET", REPOS)).toMatchObject({ status: 200, body: { data: [] } });
  expect((await api.ask("GET", REPOS, { key: orgKey, headers: { "x-project-id": projectId } })).status).toBe(
    200,
  );
});

test("what does not exist or makes no sense is refused with the reason", async () => {
  const { control, url } = api.emulator;
  expect((await fetch(`${url}/_control/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/_control/clock`, { method: "PUT", body: "{" })).status).toBe(400);
  await expect(control.sigsentry.seedKey({ projectId: "nowhere" })).rejects.toThrow(
    "there is no project nowhere",
  );
});
