import { createHash } from "node:crypto";
import { expect } from "vitest";
import { test } from "./support/fixtures";
import { type Hold, killDuring } from "./support/killed";
import { CALL, type TestService } from "./support/service";
import type { Stack } from "./support/stack";

const LIST = "/v1/config/repos";
const ONE = "/v1/config/repos/*";
const tokenOf = (name: string) => `ghp_the-token-of-${name}`;
const rotatedTokenOf = (name: string) => `ghp_the-second-token-of-${name}`;

const connection = (name: string) => ({
  platform: "github",
  credentials: { token: tokenOf(name) },
  repositories: [`acme/${name}`],
  serviceMappings: [{ serviceName: name, repo: `acme/${name}`, pathPrefix: "src", defaultBranch: "main" }],
  lookbackDays: 30,
  isActive: true,
});

type Connections = Record<string, ReturnType<typeof connection>>;

/** The service holds what is declared and nothing else, the state knows it, and nothing is left to be done. */
async function expectDone(service: TestService, stack: Stack, declared: Connections): Promise<void> {
  const recorded = await stack.recorded();
  expect(Object.keys(recorded).sort()).toEqual(Object.keys(declared).sort());
  const held = await service.connections();
  expect(held).toHaveLength(Object.keys(declared).length);
  for (const [name, { credentials, ...fields }] of Object.entries(declared)) {
    const credentialsSha256 = createHash("sha256").update(credentials.token).digest("hex");
    const { id } = recorded[name] ?? {};
    expect(
      held.find((each) => each.id === id),
      name,
    ).toMatchObject({ ...fields, credentialsSha256 });
  }
  await stack.succeed("preview", "--refresh", "--expect-no-changes");
}

/** Everything that a user does after a crash. */
async function recover(stack: Stack): Promise<void> {
  await stack.succeed("cancel", "--yes");
  await stack.up();
}

/** What is declared, and the requests during which the engine is killed, as many at once as do not depend on each other. */
const CREATIONS: [string, Connections, Hold[]][] = [
  [
    "its POST, not carried out and carried out",
    { first: connection("first"), second: connection("second") },
    [
      { method: "POST", path: LIST, when: "before" },
      { method: "POST", path: LIST, when: "after" },
    ],
  ],
  [
    "the PUT that pauses it, not carried out and carried out, and the list that follows",
    {
      first: { ...connection("first"), isActive: false },
      second: { ...connection("second"), isActive: false },
      active: connection("active"),
    },
    [
      { method: "PUT", path: ONE, when: "before" },
      { method: "PUT", path: ONE, when: "after" },
      // The first list comes before the creations.
      { method: "GET", path: LIST, when: "before", nth: 2 },
    ],
  ],
];

test.for(CREATIONS)("a creation that is killed during %s is finished by the next update", async ([
  ,
  declared,
  holds,
], { service, stack }) => {
  await stack.declare(declared);
  await killDuring(service, stack, "up", holds);
  const made = (await service.connections()).map(({ id }) => id);
  const notMade = holds.filter(({ method, when }) => method === "POST" && when === "before");
  expect(made).toHaveLength(Object.keys(declared).length - notMade.length);
  expect((await stack.upFails()).all).toContain("`pulumi cancel`");

  await recover(stack);
  expect((await service.connections()).map(({ id }) => id)).toEqual(expect.arrayContaining(made));
  await expectDone(service, stack, declared);

  // Pulumi goes on to remember that creations were interrupted, until it is told that they are settled.
  expect((await stack.state()).pending_operations).toHaveLength(Object.keys(declared).length);
  await stack.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
  expect((await stack.state()).pending_operations).toEqual([]);
  await expectDone(service, stack, declared);
});

/** What is changed, during which request the engine is killed, and what the next update sends. */
const UPDATES: [string, "PUT" | "DELETE", Hold["when"], string[]][] = [
  ["update", "PUT", "before", [CALL.update]],
  ["update", "PUT", "after", [CALL.update]],
  ["rotation", "PUT", "before", [CALL.update, CALL.purge]],
  ["rotation", "PUT", "after", [CALL.update, CALL.purge]],
  // The state does not know yet that the credentials were stored.
  ["rotation", "DELETE", "before", [CALL.update, CALL.purge]],
  ["rotation", "DELETE", "after", [CALL.update, CALL.purge]],
];

test("updates and rotations that are killed during their PUT or the purge of the cache are finished by the next update", async ({
  service,
  stack,
}) => {
  const cases = UPDATES.map(([kind, method, when, finish]) => ({
    ...{ kind, method, when, finish },
    name: `${kind}-${method}-${when}`.toLowerCase(),
  }));
  await stack.declare(Object.fromEntries(cases.map(({ name }) => [name, connection(name)])));
  await stack.up();
  const recorded = await stack.recorded();

  const declared = Object.fromEntries(
    cases.map(({ name, kind }) => {
      const change =
        kind === "update" ? { lookbackDays: 7 } : { credentials: { token: rotatedTokenOf(name) } };
      return [name, { ...connection(name), ...change }];
    }),
  );
  await stack.declare(declared);
  const holds = cases.map(({ name, method, when }) => {
    const path = `/v1/config/repos/${recorded[name]?.id}`;
    return { method, when, path: method === "PUT" ? path : `${path}/cache` };
  });
  await killDuring(service, stack, "up", holds);
  await service.control.clearLog();

  await recover(stack);
  const log = await service.control.log();
  for (const { name, kind, finish } of cases) {
    const id = recorded[name]?.id ?? "none";
    const sent = log.filter(({ path }) => path.includes(id));
    expect(
      sent.map(({ method, path }) => `${method} ${path.replace(id, "{id}")}`),
      name,
    ).toEqual(finish);
    const held = (await service.connections()).find((each) => each.id === id);
    const isPurged = (held?.lastCacheFlushAt ?? "") >= (held?.updatedAt ?? "none");
    expect(isPurged, name).toBe(kind === "rotation");
  }
  await expectDone(service, stack, declared);
  expect((await stack.state()).pending_operations).toEqual([]);
});

const DELETIONS: Hold[] = [
  { method: "DELETE", path: ONE, when: "before" },
  { method: "DELETE", path: ONE, when: "after" },
];

test("deletions that are killed during their DELETE are finished by the next update", async ({
  service,
  stack,
}) => {
  const kept = { kept: connection("kept") };
  await stack.declare({ ...kept, first: connection("first"), second: connection("second") });
  await stack.up();
  await stack.declare(kept);
  await killDuring(service, stack, "up", DELETIONS);
  expect(await service.connections()).toHaveLength(2);
  await recover(stack);
  await expectDone(service, stack, kept);
  expect((await stack.state()).pending_operations).toEqual([]);
});

test("a destroy that is killed is finished by the next one", async ({ service, stack }) => {
  await stack.declare({ first: connection("first"), second: connection("second") });
  await stack.up();
  await killDuring(service, stack, "destroy", DELETIONS);
  expect(await service.connections()).toHaveLength(1);
  await stack.succeed("cancel", "--yes");
  await stack.destroy();
  expect(await service.connections()).toEqual([]);
  expect(await stack.state()).toEqual({ resources: [], pending_operations: [] });
});
