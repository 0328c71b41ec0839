import { expect } from "vitest";
import { sha256 } from "../../emulator/fingerprint";
import { CI } from "../support/declarations";
import { readDiff } from "../support/diffOutput";
import { test } from "../support/fixtures";
import { COREGIT_CALL as CALL, type TestService } from "../support/service";
import type { Stack } from "../support/stack";

const NAMES = ["deleted", "renamed", "replaced-token", "same", "synced"];
const DECLARED = Object.fromEntries(NAMES.map((name) => [name, { ...CI, label: name }]));
const SYNCED_AT = "2026-04-05T12:30:00.000Z";

/** Creates what is declared, and does to each what its name says, as in the dashboard. */
async function driftedStack(service: TestService, stack: Stack): Promise<Record<string, string>> {
  const { coregit } = service.control;
  await stack.declare(DECLARED);
  await stack.up();
  const recorded = await stack.recorded();
  const ids = Object.fromEntries(NAMES.map((name) => [name, recorded[name]?.id ?? ""]));
  const idOf = (name: string) => ids[name] ?? "";
  await coregit.seedHostAccount({ provider: "github", token: "gho_of-the-robot", username: "robot" });
  await coregit.deleteConnection(idOf("deleted"));
  await coregit.editConnection(idOf("renamed"), { label: "by hand" });
  await coregit.editConnection(idOf("replaced-token"), { accessToken: "gho_of-the-robot" });
  await coregit.editConnection(idOf("synced"), { lastSyncedAt: SYNCED_AT });
  // What was just written may not be shown for a while; until then nothing is taken for deleted.
  await service.control.advanceClock(600_000);
  await coregit.changeSettings({ extraFields: { region: "eu", scopes: ["repo"], nested: { a: 1 } } });
  return ids;
}

test("drift shows as the fields that differ and no others, and `up --refresh` sends those and no others", async ({
  service,
  stack,
}) => {
  const ids = await driftedStack(service, stack);
  const edited = await service.coregitConnections();
  const state = await stack.state();
  await service.takeCalls();

  const preview = await stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
  expect(preview.exitCode, preview.all).not.toBe(0);
  expect(preview.stdout).toMatch(/~ label *: "by hand" => "renamed"/);
  const shown = readDiff(preview.stdout);
  expect(shown.filter(({ operation }) => operation !== "refresh")).toEqual([
    { operation: "create", name: "deleted", fields: [] },
    { operation: "update", name: "renamed", fields: ["label"] },
  ]);
  const refreshed = shown.filter(({ operation, name }) => operation === "refresh" && name !== "deleted");
  expect(refreshed).toMatchObject([
    { name: "renamed", fields: ["label", "updatedAt"] },
    // Which token the service holds cannot be seen; only whose it is.
    { name: "replaced-token", fields: ["externalUsername", "updatedAt"] },
    { name: "synced", fields: ["lastSyncedAt", "updatedAt"] },
  ]);
  // The list was asked for, and what it does not show was made sure of. Nothing was changed.
  expect(await service.takeCalls()).toEqual([CALL.list, CALL.test]);
  expect(await service.coregitConnections()).toEqual(edited);
  expect(await stack.state()).toEqual(state);

  await stack.up("--refresh");
  const sent = (await service.control.log()).filter(
    ({ method, path }) => method !== "GET" && !path.endsWith("/test"),
  );
  expect(sent.sort((a, b) => (a.method < b.method ? -1 : 1))).toMatchObject([
    { method: "PATCH", path: `/v1/connections/${ids.renamed}`, body: { label: "renamed" } },
    { method: "POST", path: "/v1/connections", body: { provider: "github", label: "deleted" } },
  ]);
  const recorded = await stack.recorded();
  const held = await service.coregitConnections();
  expect(held).toHaveLength(NAMES.length);
  for (const name of NAMES) {
    expect(held.find(({ id }) => id === recorded[name]?.id)?.label, name).toBe(name);
    if (name !== "deleted") expect(recorded[name]?.id).toBe(ids[name]);
  }
  expect(recorded["replaced-token"]?.outputs.externalUsername).toBe("robot");
  expect(recorded.synced?.outputs.lastSyncedAt).toBe(SYNCED_AT);

  // A token that somebody replaced is sent again when that is asked for.
  const again = { ...DECLARED["replaced-token"], accessTokenVersion: 2 };
  await stack.declare({ ...DECLARED, "replaced-token": again });
  await service.takeCalls();
  await stack.up();
  expect(await service.takeRequests()).toEqual([
    { call: CALL.update, body: { access_token: "[redacted]" } },
    { call: CALL.list, body: null },
  ]);
  const tokens = (await service.coregitConnections()).map(({ tokenSha256 }) => tokenSha256);
  expect(new Set(tokens)).toEqual(new Set([sha256(stack.environment.GITHUB_TOKEN ?? "")]));
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
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
  expect(recorded.renamed).toMatchObject({ inputs: { label: "by hand" }, outputs: { label: "by hand" } });
  await service.takeCalls();
  await stack.up();
  expect((await service.takeRequests()).filter(({ call }) => call === CALL.update)).toEqual([
    { call: CALL.update, body: { label: "renamed" } },
  ]);
  const labels = (await service.coregitConnections()).map(({ label }) => label);
  expect(labels.sort()).toEqual(NAMES);
});
