import { expect, test } from "vitest";
import { GITHUB, REPOS, useEmulator } from "../testSupport";

const api = useEmulator();

async function list(query = ""): Promise<unknown> {
  return (await api.ask("GET", REPOS + query)).body;
}

/** Makes three connections; their ids as they are listed. */
async function three(): Promise<string[]> {
  return [await api.create(GITHUB), await api.create(GITHUB), await api.create(GITHUB)].reverse();
}

test("is a bare array, newest first, whatever page is asked for", async () => {
  const ids = await three();
  expect(await list("?page=2&limit=1")).toMatchObject({ data: ids.map((id) => ({ id })) });
});

test("is paginated when the settings say so", async () => {
  const { sigsentry } = api.emulator.control;
  await sigsentry.changeSettings({ listShape: "paginated", pageSize: 2 });
  const ids = await three();
  const page = (items: (string | undefined)[], pagination: object) => ({
    success: true,
    data: { items: items.map((id) => ({ id })), pagination: { total: 3, ...pagination } },
  });
  expect(await list()).toMatchObject(page(ids.slice(0, 2), { page: 1, limit: 2, totalPages: 2 }));
  expect(await list("?page=2")).toMatchObject(page(ids.slice(2), { page: 2, limit: 2, totalPages: 2 }));
  expect(await list("?page=3&limit=1")).toMatchObject(
    page(ids.slice(2), { page: 3, limit: 1, totalPages: 3 }),
  );
  expect(await list("?page=9")).toMatchObject(page([], { page: 9, limit: 2, totalPages: 2 }));
});

test.each(["page=0", "limit=0", "limit=101", "page=two"])("400: a page that cannot be, %s", async (query) => {
  await api.emulator.control.sigsentry.changeSettings({ listShape: "paginated" });
  expect(await list(`?${query}`)).toMatchObject({ error: { code: "VALIDATION_ERROR" } });
});

test("answers repositories and mappings in the order the settings say, and stores them as sent", async () => {
  const { control, projectId } = api.emulator;
  const mapping = (serviceName: string) => ({
    serviceName,
    repo: "o/b",
    pathPrefix: "",
    defaultBranch: "main",
  });
  const stored = {
    repositories: ["o/b", "o/c", "o/a"],
    serviceMappings: [mapping("y"), mapping("z"), mapping("x")],
  };
  await api.create({ ...GITHUB, ...stored });
  for (const [listOrder, repositories, services] of [
    ["stored", ["o/b", "o/c", "o/a"], ["y", "z", "x"]],
    ["reversed", ["o/a", "o/c", "o/b"], ["x", "z", "y"]],
    ["sorted", ["o/a", "o/b", "o/c"], ["x", "y", "z"]],
  ] as const) {
    await control.sigsentry.changeSettings({ listOrder });
    expect(await list()).toMatchObject({ data: [{ repositories, serviceMappings: services.map(mapping) }] });
  }
  expect(await control.sigsentry.connections(projectId)).toMatchObject([stored]);
});

test("carries extra fields as the settings say", async () => {
  const { sigsentry } = api.emulator.control;
  await api.create(GITHUB);
  await sigsentry.changeSettings({ extraFields: { region: "eu", id: "never this one" } });
  const body = await list();
  expect(body).toMatchObject({ data: [{ region: "eu", projectId: api.emulator.projectId }] });
  expect(body).not.toMatchObject({ data: [{ id: "never this one" }] });
  await sigsentry.changeSettings({ extraFields: null });
  const documented = [
    "createdAt",
    "id",
    "isActive",
    "lookbackDays",
    "platform",
    "repositories",
    "serviceMappings",
  ];
  expect(await list()).toSatisfy(
    (plain: { data: [object] }) =>
      Object.keys(plain.data[0]).sort().join() === [...documented, "updatedAt"].join(),
  );
});
