import { expect } from "vitest";
import type { ConnectionEdit } from "../emulator/sigsentry/seeds";
import { readDiff } from "./support/diffOutput";
import { test } from "./support/fixtures";
import { HOST_UNDER_TEST } from "./support/program";
import { CALL, type TestService } from "./support/service";
import type { Stack } from "./support/stack";

const mapping = (repo: string, more: object = {}) => ({
  ...{ serviceName: "api", repo, pathPrefix: "", defaultBranch: "main" },
  ...more,
});

/** What somebody does to a connection in the dashboard, by the connection's name. */
const EDITS: Record<string, ConnectionEdit> = {
  "mappings-added": { serviceMappings: [mapping("acme/a"), mapping("acme/b")] },
  "mappings-changed": { serviceMappings: [mapping("acme/a", { pathPrefix: "src" })] },
  "mappings-cleared": { serviceMappings: [] },
  "period-changed": { lookbackDays: 90 },
  "period-off-default": { lookbackDays: 31 },
  "repositories-added": { repositories: ["acme/a", "acme/b", "acme/stray"] },
  "repositories-removed": { repositories: ["acme/a"] },
  "repositories-swapped": { repositories: ["acme/a", "acme/stray"] },
  "state-paused": { isActive: false },
  "state-resumed": { isActive: true },
  "two-fields": { lookbackDays: 1, isActive: false },
};
const EDITED = Object.keys(EDITS);

/** What differs from one declaration to another: most leave everything to the defaults that they can. */
const DECLARED: Record<string, object> = {
  "period-changed": { lookbackDays: 7 },
  "state-resumed": { isActive: false },
};

/** Every connection that {@link EDITS} names, one whose credentials are replaced, and one that is deleted. */
const CONNECTIONS: Record<string, object> = Object.fromEntries(
  [...EDITED, "credentials-replaced", "deleted"].map((name) => [
    name,
    {
      platform: "github",
      credentials: { token: "$GITHUB_TOKEN" },
      repositories: ["acme/b", "acme/a"],
      serviceMappings: [{ serviceName: "api", repo: "acme/a" }],
      // It is made anew beside all the others.
      ...(name === "deleted" ? { allowDuplicate: true } : {}),
      ...DECLARED[name],
    },
  ]),
);

/** The normal form of what is declared of a connection and can drift. */
const normal = (name: string) => ({
  repositories: ["acme/a", "acme/b"],
  serviceMappings: [mapping("acme/a")],
  lookbackDays: 30,
  isActive: true,
  ...DECLARED[name],
});

async function idsOf(stack: Stack): Promise<Record<string, string>> {
  const recorded = Object.entries(await stack.recorded());
  return Object.fromEntries(recorded.map(([name, { id = "" }]) => [name, id]));
}

/** Does in the dashboard what {@link EDITS} says, replaces one token and deletes one connection. */
async function drift({ control }: TestService, ids: Record<string, string>): Promise<void> {
  const { sigsentry } = control;
  for (const [name, edit] of Object.entries(EDITS)) await sigsentry.editConnection(ids[name] ?? "", edit);
  await sigsentry.editConnection(ids["credentials-replaced"] ?? "", { credentials: { token: "another" } });
  await sigsentry.deleteConnection(ids.deleted ?? "");
}

/** What a refresh, previewed or not, is to show: the drifted fields, and the time that moved with them. */
const REFRESHED = EDITED.map((name) => ({
  name,
  fields: [...Object.keys(EDITS[name] ?? {}).sort(), "updatedAt"],
}));

/** What an update is to show: the drifted fields of those that differ, and what is made anew. */
const UPDATED = EDITED.map((name) => ({
  operation: "update",
  name,
  fields: Object.keys(EDITS[name] ?? {}).sort(),
}));
const RECREATED = { operation: "create", name: "deleted", fields: [] };

async function driftedStack(service: TestService, stack: Stack): Promise<Record<string, string>> {
  // They all look the same, which their creation alone has to be told.
  const made = Object.entries(CONNECTIONS).map(([name, one]) => [name, { ...one, allowDuplicate: true }]);
  await stack.declare(Object.fromEntries(made));
  await stack.up();
  await stack.declare(CONNECTIONS);
  await stack.up("--expect-no-changes");
  const ids = await idsOf(stack);
  await drift(service, ids);
  await service.takeCalls();
  return ids;
}

test("previews name the fields that drifted and no others, and `up --refresh` sends those and no others", async ({
  service,
  stack,
}) => {
  const ids = await driftedStack(service, stack);
  const state = await stack.state();
  const edited = await service.connections();

  // Of a plugin, which tells what differs, a previewed refresh shows no output that moved.
  const time = (field: string) => HOST_UNDER_TEST === "plugin" && field === "updatedAt";
  const refreshing = REFRESHED.map(({ name, fields }) => ({
    name,
    fields: fields.filter((field) => !time(field)),
  }));
  const refresh = readDiff((await stack.succeed("refresh", "--preview-only", "--diff")).stdout);
  expect(refresh.filter(({ operation }) => operation === "update")).toMatchObject(refreshing);
  expect(refresh.filter(({ operation }) => operation === "delete")).toMatchObject([{ name: "deleted" }]);

  const preview = await stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
  expect(preview.exitCode, preview.all).not.toBe(0);
  const shown = readDiff(preview.stdout);
  expect(shown.filter(({ operation }) => operation !== "refresh")).toEqual([RECREATED, ...UPDATED]);
  const refreshed = shown.filter(({ operation, name }) => operation === "refresh" && name !== "deleted");
  // Which credentials the service holds cannot be seen; only that the connection was changed.
  const replaced = { name: "credentials-replaced", fields: ["updatedAt"] };
  expect(refreshed).toMatchObject([replaced, ...REFRESHED]);

  // So far nothing but lists was asked for, and nothing was changed.
  expect(new Set(await service.takeCalls())).toEqual(new Set([CALL.list]));
  expect(await service.connections()).toEqual(edited);
  expect(await stack.state()).toEqual(state);

  await stack.up("--refresh");
  const puts = (await service.control.log()).filter(({ method }) => method === "PUT");
  expect(puts).toHaveLength(EDITED.length);
  for (const name of EDITED) {
    const fields = Object.entries(normal(name)).filter(([field]) => field in (EDITS[name] ?? {}));
    const put = puts.find(({ path }) => path.endsWith(`/${ids[name]}`));
    expect(put?.body, name).toEqual(Object.fromEntries(fields));
  }
  await expectDeclared(service, stack);
});

test("`refresh` takes over what the dashboard says, and the next update puts it back", async ({
  service,
  stack,
}) => {
  const ids = await driftedStack(service, stack);
  await stack.succeed("refresh", "--yes", "--skip-preview");
  const recorded = await stack.recorded();
  const { deleted: _, ...others } = ids;
  expect(Object.keys(recorded).sort()).toEqual(Object.keys(others).sort());
  for (const [name, wanted] of Object.entries(others)) {
    const { id, updatedAt, ...held } = await heldOf(service, wanted);
    expect(recorded[name], name).toMatchObject({ id, inputs: held, outputs: { ...held, updatedAt } });
  }

  await service.takeCalls();
  const preview = await stack.pulumi("preview", "--diff", "--expect-no-changes");
  expect(preview.exitCode, preview.all).not.toBe(0);
  expect(readDiff(preview.stdout)).toEqual([RECREATED, ...UPDATED]);
  expect(await service.takeCalls()).toEqual([]);
  await stack.up();
  await expectDeclared(service, stack);
});

/** What the service holds of a connection that can drift, and when that changed last. */
async function heldOf(service: TestService, wanted: string | undefined) {
  const found = (await service.connections()).find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`the service does not hold ${wanted}`);
  const { id, updatedAt, repositories, serviceMappings, lookbackDays, isActive } = found;
  return { id, updatedAt, repositories, serviceMappings, lookbackDays, isActive };
}

/** The service holds all connections as they are declared, and a preview that refreshes finds no difference. */
async function expectDeclared(service: TestService, stack: Stack): Promise<void> {
  const ids = await idsOf(stack);
  expect(Object.keys(ids).sort()).toEqual(Object.keys(CONNECTIONS).sort());
  expect(await service.connections()).toHaveLength(Object.keys(ids).length);
  for (const [name, id] of Object.entries(ids))
    expect(await heldOf(service, id), name).toMatchObject(normal(name));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
}
