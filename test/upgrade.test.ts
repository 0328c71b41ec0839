import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { DECLARED, TOKENS } from "./fixtures/declared";
import { test } from "./support/fixtures";
import { seedRecorded } from "./support/recorded";
import { CALL, COREGIT_CALL, type Seen } from "./support/service";
import { connectionsIn, parseState, type ResourceState } from "./support/state";

const STATES = join(__dirname, "fixtures", "state");

const ROTATION: Seen = { call: COREGIT_CALL.update, body: { access_token: "[redacted]" } };

/** What the states say is left to do, and the one request that does it. */
const LEFT: readonly { name: string; note: string; write: Seen }[] = [
  {
    name: "purgePending",
    note: "its new credentials were stored earlier",
    write: { call: CALL.purge, body: null },
  },
  {
    name: "syncUnconfirmed",
    note: "it was not known whether its last update was carried out",
    write: ROTATION,
  },
];

test.for(
  readdirSync(STATES),
)("the state that an earlier version wrote is read and carried on: %s", async (file, { service, stack }) => {
  const recorded = connectionsIn(parseState(readFileSync(join(STATES, file), "utf8")));
  const declared = Object.fromEntries(Object.entries(DECLARED).filter(([name]) => name in recorded));
  expect(Object.keys(recorded).sort()).toEqual(Object.keys(declared).sort());
  for (const connection of Object.values(recorded)) await seedRecorded(service, connection);
  Object.assign(stack.environment, TOKENS);
  await stack.declare(declared);
  await stack.succeed("stack", "import", "--file", join(STATES, file));

  // Of everything that is declared as it was, only what was left to do is done.
  const left = LEFT.filter(({ name }) => name in recorded);
  const preview = await stack.succeed("preview");
  expect(preview.stdout).toContain(`~ ${left.length} to update`);
  // The stack is a resource too.
  expect(preview.stdout).toContain(`${Object.keys(recorded).length + 1 - left.length} unchanged`);
  for (const { name, note } of left) expect(preview.all).toContain(`${recorded[name]?.id}: ${note}`);
  await service.takeCalls();
  await stack.up();
  expectWrites(
    await service.takeRequests(),
    left.map(({ write }) => write),
  );
  await stack.succeed("preview", "--refresh", "--expect-no-changes");

  // An update sends what changed and nothing else.
  await service.takeCalls();
  stack.environment.GITLAB_TOKEN = "glpat-another-token";
  const changed = {
    ...declared,
    full: { ...DECLARED.full, lookbackDays: 7 },
    paused: { ...DECLARED.paused, isActive: true },
    ...("sync" in recorded && { sync: { ...DECLARED.sync, label: "Renamed", deletionProtection: false } }),
  };
  await stack.declare(changed);
  await stack.up();
  const gitlab = { token: "[redacted]", baseUrl: "https://gitlab.example.com" };
  expectWrites(await service.takeRequests(), [
    { call: CALL.update, body: { lookbackDays: 7 } },
    { call: CALL.update, body: { isActive: true } },
    { call: CALL.update, body: { credentials: gitlab } },
    { call: CALL.purge, body: null },
    ...("sync" in recorded ? [{ call: COREGIT_CALL.update, body: { label: "Renamed" } }] : []),
    ...("syncReferring" in recorded ? [ROTATION] : []),
  ]);
  const now = await stack.recorded();
  for (const [name, { id }] of Object.entries(recorded)) expect(now[name]?.id).toBe(id);
  for (const name of ROTATED.filter((one) => one in recorded)) {
    expect(sentAt(now[name]), name).toEqual(expect.any(String));
    expect(sentAt(now[name]), name).not.toBe(sentAt(recorded[name]));
  }

  await stack.destroy();
  expect(await service.connections()).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);
});

/** Those whose credentials this version sends: two are changed, one has an update that was not confirmed. */
const ROTATED = ["gitlab", "syncReferring", "syncUnconfirmed"];

/** When credentials were last sent, as far as a state tells it. */
function sentAt(resource: ResourceState | undefined): unknown {
  const { credentialsChangedAt, accessTokenChangedAt } = resource?.outputs ?? {};
  return credentialsChangedAt ?? accessTokenChangedAt;
}

/** Exactly these requests change something, in any order. */
function expectWrites(requests: readonly Seen[], expected: readonly Seen[]): void {
  const reads: readonly string[] = [CALL.list, COREGIT_CALL.list, COREGIT_CALL.test];
  const writes = requests.filter(({ call }) => !reads.includes(call));
  expect(writes).toHaveLength(expected.length);
  expect(writes).toEqual(expect.arrayContaining([...expected]));
}
