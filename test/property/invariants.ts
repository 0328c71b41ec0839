import { expect } from "vitest";
import type { LogEntry, StoredConnection } from "../../emulator";
import { sha256 } from "../../provider/sigsentry/testing/useEmulator";
import { expectNoSecrets, filesBelow } from "../support/noSecrets";
import { connectionsIn, parseState } from "../support/state";
import { type Slot, tokenOf, withDefaults } from "./slot";
import type { World } from "./world";

/** All that is promised of the next `up` that meets no fault, whatever happened before. */
export async function expectSettled(world: World): Promise<void> {
  const { stack, service } = world;
  const up = await stack.pulumi("up", "--refresh", "--yes", "--skip-preview", "--diff");
  world.note("last up", up.all);
  expect(up.exitCode, up.all).toBe(0);
  const state = await stack.exportText();
  await expectDeclared(world, state);
  await expectPurged(world, await service.control.log());

  const preview = await stack.pulumi("preview", "--refresh", "--expect-no-changes", "--diff");
  world.note("last preview", preview.all);
  expect(preview.exitCode, preview.all).toBe(0);

  for (const [name, output] of Object.entries(world.outputs)) {
    expect(output, `${name}: a stack trace`).not.toMatch(/^\s+at .+:\d+:\d+|\bpanic:/m);
  }
  const written = { ...world.outputs, "the state": state, ...(await filesBelow(stack.folder)) };
  expectNoSecrets(written, world.secrets);
}

/** The service holds what is declared and what was there before, nothing else, and the state knows it. */
async function expectDeclared(world: World, state: string): Promise<void> {
  const declared = world.slots.filter((slot) => slot.declared !== undefined);
  const recorded = connectionsIn(parseState(state));
  expect(Object.keys(recorded).sort()).toEqual(declared.map(({ name }) => name).sort());

  const held = new Map((await world.held()).map((connection) => [connection.id, connection]));
  expect([...held.keys()].sort()).toEqual(
    Object.values(recorded)
      .map(({ id }) => id)
      .sort(),
  );
  for (const slot of declared) {
    expect(shown(held.get(recorded[slot.name]?.id ?? "")), slot.name).toEqual(expected(slot));
  }
  const bystander = (await world.service.connections()).find(({ repositories }) =>
    repositories.includes("acme/bystander"),
  );
  expect(bystander?.createdAt, "the bystander is as it was made").toBe(bystander?.updatedAt);
  expect(bystander).toMatchObject({ id: await world.bystander(), cacheFlushes: 0 });
}

/** After the last time that credentials were sent to a connection, its cache was purged. */
async function expectPurged(world: World, log: readonly LogEntry[]): Promise<void> {
  for (const { id } of await world.held()) {
    const path = `/v1/config/repos/${id}`;
    const sent = log.findLast(
      (entry) => entry.method === "PUT" && entry.path === path && hasCredentials(entry),
    );
    if (sent === undefined) continue;
    const purges = log.filter(
      ({ path: purged, status, fault }) => purged === `${path}/cache` && status === 200 && fault === null,
    );
    expect(purges.at(-1)?.sequence ?? 0, `the purge of ${id} after new credentials`).toBeGreaterThan(
      sent.sequence,
    );
  }
}

function hasCredentials({ body }: LogEntry): boolean {
  return typeof body === "object" && body !== null && "credentials" in body;
}

function expected(slot: Slot) {
  if (slot.declared === undefined) throw new Error(`${slot.name} is not declared`);
  const { platform, fields } = slot.declared;
  const token = tokenOf(slot);
  return comparable({
    platform,
    ...fields,
    serviceMappings: withDefaults(fields.serviceMappings),
    auth: token === undefined ? "oauth" : "token",
    credentialsSha256: token === undefined ? null : sha256(token),
  });
}

function shown(connection: StoredConnection | undefined) {
  return connection === undefined ? undefined : comparable(connection);
}

type Comparable = Pick<
  StoredConnection,
  "platform" | "repositories" | "serviceMappings" | "lookbackDays" | "isActive" | "auth" | "credentialsSha256"
>;

/** Order says nothing. */
function comparable(connection: Comparable) {
  const { platform, repositories, serviceMappings, lookbackDays, isActive, auth, credentialsSha256 } =
    connection;
  const mappings = serviceMappings.map(({ serviceName, repo, pathPrefix, defaultBranch }) =>
    [serviceName, repo, pathPrefix, defaultBranch].join(" | "),
  );
  return {
    ...{ platform, lookbackDays, isActive, auth, credentialsSha256 },
    repositories: [...repositories].sort(),
    serviceMappings: mappings.sort(),
  };
}
