import { describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../emulator/faultRules";
import { byField } from "../../test/support/difference";
import { declared, failureOf, useEmulator } from "../../test/support/sigsentry/useEmulator";

const { emulator, lifecycle, checked, requests } = useEmulator();

async function create() {
  const inputs = checked(declared);
  const { id, state } = await lifecycle().create(inputs, "payments");
  await requests();
  return { id, state, inputs };
}

describe("read", () => {
  it("finds no difference from what was declared, in whatever order the service answers", async () => {
    const { id, state } = await create();
    await emulator().control.sigsentry.changeSettings({
      listOrder: "reversed",
      extraFields: { color: "red" },
    });
    const reading = await lifecycle().read(id, state);
    expect(reading?.state).toEqual(state);
    expect(
      byField(lifecycle().diff(id, reading?.state ?? {}, checked(declared, reading?.inputs), "payments"))
        .changed,
    ).toEqual([]);
  });

  it("shows each field that was edited in the dashboard", async () => {
    const { id, state } = await create();
    await emulator().control.sigsentry.editConnection(id, {
      lookbackDays: 7,
      isActive: false,
      serviceMappings: [],
    });
    const reading = await lifecycle().read(id, state);
    expect(reading?.inputs).toEqual({
      ...checked(declared),
      projectId: undefined,
      lookbackDays: 7,
      isActive: false,
      serviceMappings: [],
    });
    expect(
      byField(lifecycle().diff(id, reading?.state ?? {}, checked(declared, reading?.inputs), "payments"))
        .changed,
    ).toEqual(["serviceMappings", "lookbackDays", "isActive"]);
  });

  it("says that a connection is gone when a complete list is without it", async () => {
    const { id, state } = await create();
    await emulator().control.sigsentry.deleteConnection(id);
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it("follows a list in pages to its end", async () => {
    const { id, state } = await create();
    for (const name of ["a", "b", "c"]) {
      const seed = {
        projectId: emulator().projectId,
        platform: "github" as const,
        repositories: [`x/${name}`],
      };
      await emulator().control.sigsentry.seedConnection(seed);
    }
    await emulator().control.sigsentry.changeSettings({ listShape: "paginated", pageSize: 2 });
    expect((await lifecycle().read(id, state))?.state).toEqual(state);
    await emulator().control.sigsentry.deleteConnection(id);
    expect(await lifecycle().read(id, state)).toBeUndefined();
  });

  it.each<[string, FaultRuleInput["effect"]]>([
    ["401", { kind: "status", status: 401, code: "UNAUTHORIZED" }],
    ["404 on the route", { kind: "status", status: 404, code: "NOT_FOUND" }],
    ["an HTML page that says 200", { kind: "html", status: 200 }],
    ["an HTML page that says 404", { kind: "html", status: 404 }],
    ["a list of something else", { kind: "json", body: { success: true, data: [{ name: "x" }] } }],
    ["no list", { kind: "json", body: { success: true, data: {} } }],
    ["no envelope", { kind: "json", body: [] }],
    ["a redirect", { kind: "redirect", location: "/elsewhere" }],
    [
      "a page that is missing",
      { kind: "json", body: { success: true, data: { items: [], pagination: { total: 1 } } } },
    ],
  ])("is an error, not an absence, after %s", async (_, effect) => {
    const { id, state } = await create();
    await emulator().control.addFault({ match: { method: "GET", times: "always" }, effect });
    const failure = await failureOf(lifecycle().read(id, state));
    expect(failure.message).toMatch(/SigSentry/);
  });

  it("is not disturbed by another record that cannot be read", async () => {
    const { id, state } = await create();
    const own = { id, platform: "github", repositories: ["acme/payments"], lookbackDays: 77 };
    const odd = [{ id: "x", platform: "new", repositories: null }, { name: "no id" }, 7];
    const body = { success: true, data: [...odd, own] };
    await emulator().control.addFault({ match: { method: "GET" }, effect: { kind: "json", body } });
    expect((await lifecycle().read(id, state))?.state).toMatchObject({ lookbackDays: 77 });
  });

  it("is an error when its own record cannot be read", async () => {
    const { id, state } = await create();
    const record = { id, platform: "github", repositories: "a/b", serviceMappings: [7] };
    const body = { success: true, data: [record] };
    await emulator().control.addFault({ match: { method: "GET" }, effect: { kind: "json", body } });
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(
      /form this version.*\(repositories, serviceMappings\.0\)\. The state is unchanged/,
    );
  });

  it("is an error when the list changes between two pages", async () => {
    const { id, state } = await create();
    const page = (total: number) => ({
      success: true,
      data: { items: [{ id: `other${total}` }], pagination: { total } },
    });
    for (const times of [1, "always" as const]) {
      const match = { method: "GET", times };
      await emulator().control.addFault({
        match,
        effect: { kind: "json", body: page(times === 1 ? 3 : 2) },
      });
    }
    expect((await failureOf(lifecycle().read(id, state))).message).toMatch(/changed while it was read/);
  });

  it("serves many reads with one list", async () => {
    const { id, state } = await create();
    const one = lifecycle();
    await Promise.all(Array.from({ length: 20 }, () => one.read(id, state)));
    await one.read(id, state);
    expect(await requests()).toEqual(["GET /repos"]);
  });
});

it("refuses state that a newer version has written", async () => {
  const { id, state, inputs } = await create();
  const newer = { ...state, stateVersion: 2 };
  const message = /written by a newer version of pulumi-repo-connections \(shape 2, this one knows 1\)/;
  expect(() => lifecycle().diff(id, newer, inputs, "payments")).toThrow(message);
  expect((await failureOf(lifecycle().read(id, newer))).message).toMatch(message);
  expect((await failureOf(lifecycle().update(id, newer, inputs))).message).toMatch(message);
  expect(byField(lifecycle().diff(id, { ...state, stateVersion: 1 }, inputs, "payments")).changed).toEqual(
    [],
  );
});

it("refuses state that was changed by hand", async () => {
  const { id, state } = await create();
  const byHand = { ...state, repositories: "acme/payments", serviceMappings: [7] };
  const failure = await failureOf(lifecycle().read(id, byHand));
  expect(failure.message).toMatch(
    /^The recorded state of this connection cannot be read \(repositories, serviceMappings\.0\)/,
  );
});
